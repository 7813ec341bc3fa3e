package com.dhanman.operator.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.kernel.Conditions;
import com.dhanman.operator.postgres.credentials.StandInIssuer;
import com.dhanman.operator.testkit.Awaited;
import com.dhanman.operator.testkit.Database;
import com.dhanman.operator.testkit.RunningOperator;
import com.dhanman.operator.testkit.RunningOperator.Operator;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** cert-manager may come after the operator, and go before it; the test issues in its place. */
@ExtendWith(RunningOperator.class)
class CertManagerIT {
    private static final String WITHOUT =
            """
            image: localhost/there-is-no-such-image:18
            instances: 1
            storage: {size: 1Gi}
            databases: [{name: sales}]
            """;
    private static final String SPEC = WITHOUT + "tls: {issuerRef: {name: company}}\n";

    private final KubernetesClient client;
    private final Database database;
    private final StandInIssuer certManager;

    CertManagerIT(Operator operator) {
        this.client = operator.client();
        this.database =
                new Database(client, "it-cm-" + Long.toString(System.nanoTime(), 36).toLowerCase());
        this.certManager = new StandInIssuer(client, database.namespace());
    }

    @AfterEach
    void tidy() {
        database.close();
        certManager.uninstall();
    }

    @Test
    void aClusterHasTheCertificateThatCertManagerIssues() {
        database.apply(SPEC);
        assertThat(
                        Conditions.isTrue(
                                database.awaitReason("CertManagerMissing").conditions(), "Stalled"))
                .isTrue();

        certManager.install();
        assertThat(
                        Database.condition(
                                        database.awaitReason("AwaitingCertificate"),
                                        Conditions.READY)
                                .getMessage())
                .contains("it has said nothing yet");
        certManager.say("False", "The issuer company is not there");
        Awaited.until(
                () -> Database.condition(database.get().getStatus(), "Ready").getMessage(),
                it -> it.contains("The issuer company is not there"));
        assertThat(mounted()).as("nothing else is made yet").isNull();

        certManager.issue();
        Awaited.until(this::mounted, "main-issued"::equals);
        Awaited.until(this::authorities, it -> it.startsWith(certManager.authority()));

        String before = certManager.authority();
        certManager.changeAuthority();
        certManager.issue();
        Awaited.until(this::authorities, it -> it.startsWith(certManager.authority()));
        assertThat(authorities()).as("servers still have it").contains(before);

        certManager.certificate().edit(CertManagerIT::forOneNameLess);
        Awaited.until(this::names, it -> it.contains("localhost"));

        goesAndComesBack();

        database.apply(WITHOUT + "tls: {}\n");
        Awaited.until(this::mounted, "main-server"::equals);
        Awaited.until(() -> certManager.certificate().get(), Objects::isNull);
        assertThat(authorities()).contains(certManager.authority());
    }

    private void goesAndComesBack() {
        certManager.uninstall();
        Awaited.until(
                () -> Database.condition(database.get().getStatus(), "ConfigValid").getReason(),
                "CertManagerMissing"::equals);
        assertThat(mounted()).isEqualTo("main-issued");
        certManager.install();
        certManager.issue();
        Awaited.until(
                () -> Database.condition(database.get().getStatus(), "ConfigValid").getReason(),
                "Valid"::equals);
    }

    /** Secret of the server's certificate, as the instance mounts it. */
    private String mounted() {
        StatefulSet instance =
                client.resources(StatefulSet.class)
                        .inNamespace(database.namespace())
                        .withName("main-1")
                        .get();
        return instance == null
                ? null
                : instance.getSpec().getTemplate().getSpec().getVolumes().stream()
                        .filter(it -> it.getName().equals("tls"))
                        .findFirst()
                        .orElseThrow()
                        .getSecret()
                        .getSecretName();
    }

    /** By whom clients know the servers. */
    private String authorities() {
        Secret secret =
                client.secrets().inNamespace(database.namespace()).withName("main-db-sales").get();
        return secret == null
                ? ""
                : new String(
                        Base64.getDecoder().decode(secret.getData().get("ca.crt")),
                        StandardCharsets.UTF_8);
    }

    private List<String> names() {
        return certManager.certificate().get().get("spec", "dnsNames");
    }

    private static GenericKubernetesResource forOneNameLess(GenericKubernetesResource it) {
        List<String> names = new ArrayList<>(it.<List<String>>get("spec", "dnsNames"));
        names.remove("localhost");
        it.<java.util.Map<String, Object>>get("spec").put("dnsNames", names);
        return it;
    }
}
