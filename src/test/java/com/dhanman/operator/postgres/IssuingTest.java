package com.dhanman.operator.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.kernel.Plan;
import com.dhanman.operator.postgres.credentials.Credentials;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A certificate that cert-manager is asked for. */
class IssuingTest {
    private static final PostgresCluster CLUSTER =
            Serialization.unmarshal(
                    """
                    apiVersion: platform.dhanman.com/v1alpha1
                    kind: PostgresCluster
                    metadata: {name: main, namespace: qa}
                    spec:
                      storage: {size: 1Gi}
                      tls: {issuerRef: {name: company}}
                    """,
                    PostgresCluster.class);
    private static final Finding UNFIT =
            Finding.error("SecretKeyMissing", "spec.tls.issuerRef (Secret main-issued)", "m", "r");

    @Test
    void theCertificateIsMadeBeforeAnythingElseCanBe() {
        Plan plan = plan(said("False", "Issuing certificate as Secret does not exist"), false);

        assertThat(plan.first().objects())
                .singleElement()
                .extracting(HasMetadata::getKind)
                .isEqualTo("Certificate");
        assertThat(plan)
                .asInstanceOf(type(Plan.Waiting.class))
                .satisfies(
                        it -> {
                            assertThat(it.reason()).isEqualTo("AwaitingCertificate");
                            assertThat(it.message())
                                    .contains("main-issued: Issuing certificate as Secret does not")
                                    .contains("kubectl describe certificate,certificaterequest");
                        });
    }

    @Test
    void withoutCertManagerSomebodyHasToDoSomething() {
        Plan plan = plan(Issuing.of(false, Optional.empty()), false);

        assertThat(plan.first().objects()).isEmpty();
        assertThat(plan).isInstanceOf(Plan.Blocked.class);
        assertThat(plan.findings())
                .singleElement()
                .extracting(Finding::reason)
                .isEqualTo("CertManagerMissing");
    }

    @Test
    void whenCertManagerGoesTheClusterStays() {
        Plan plan = plan(Issuing.of(false, Optional.empty()), true);

        assertThat(plan).isInstanceOf(Plan.Ready.class);
        assertThat(plan.findings())
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.severity()).isEqualTo(Finding.Severity.WARNING);
                            assertThat(it.message()).contains("nobody renews it");
                        });
    }

    @Test
    void anotherIssuerIsAskedWhereTheCertificateDoesNotDo() {
        Plan plan = plan(said("True", "up to date"), false, UNFIT);

        assertThat(plan).isInstanceOf(Plan.Blocked.class);
        assertThat(plan.first().objects()).hasSize(1);
        Finding other = Finding.error("NameTooLong", "spec.databases[0].name", "m", "r");
        assertThat(plan(said("True", "up to date"), false, UNFIT, other).first().objects())
                .as("nothing is written while the spec cannot be carried out")
                .isEmpty();
    }

    @Test
    void aRenewalThatFailsIsToldOf() {
        assertThat(plan(said("False", "the issuer is away."), true).findings())
                .singleElement()
                .extracting(Finding::text)
                .asString()
                .contains("instances go on with the certificate that they have")
                .contains("the issuer is away. If it lasts: kubectl");
        assertThat(plan(said("True", "up to date"), true).findings()).isEmpty();
        assertThat(plan(Issuing.of(true, Optional.empty()), true).findings()).isEmpty();
    }

    private static Issuing said(String ready, String message) {
        return Issuing.of(
                true,
                Optional.of(
                        Serialization.unmarshal(
                                """
                                apiVersion: cert-manager.io/v1
                                kind: Certificate
                                status: {conditions: [{type: Ready, status: "%s", message: "%s"}]}
                                """
                                        .formatted(ready, message),
                                GenericKubernetesResource.class)));
    }

    private static Plan plan(Issuing issuing, boolean complete, Finding... findings) {
        PostgresInputs declared = PostgresInputs.declared(CLUSTER);
        return PostgresPlan.of(
                new PostgresInputs(
                        CLUSTER,
                        declared.defaultImage(),
                        complete ? Optional.of(Credentials.placeholder(CLUSTER)) : Optional.empty(),
                        List.of(findings),
                        List.of(),
                        declared.volumes(),
                        true,
                        issuing,
                        declared.heritage(),
                        declared.source()));
    }
}
