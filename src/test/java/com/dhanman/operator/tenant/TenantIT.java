package com.dhanman.operator.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dhanman.operator.api.v1alpha1.DhanmanService;
import com.dhanman.operator.api.v1alpha1.TenantEnvironment;
import com.dhanman.operator.kernel.Conditions;
import com.dhanman.operator.testkit.Awaited;
import com.dhanman.operator.testkit.RunningOperator;
import com.dhanman.operator.testkit.RunningOperator.Operator;
import com.dhanman.operator.testkit.Scratch;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** TenantEnvironment on a real API server. Services want no pods, so that no node is needed. */
@ExtendWith(RunningOperator.class)
class TenantIT {
    private static final String SPEC =
            """
            stage: QA
            hosts: "qa.{service}.example.com"
            ports: {base: 5000, offset: 100}
            defaults: {runtime: AspNet, registry: localhost, replicas: 0}
            services:
              - {name: common, port: 1, image: "standin:1.0.0"}
              - {name: sales, port: 6, image: "standin:1.0.0"}
            """;

    private final Operator operator;
    private final Scratch scratch;

    TenantIT(Operator operator) {
        this.operator = operator;
        this.scratch = Scratch.environment(operator.client());
    }

    @AfterEach
    void tidy() {
        scratch.close();
    }

    @Test
    void anEnvironmentBecomesANamespaceAndItsServices() {
        scratch.environment(SPEC);

        TenantEnvironment environment = awaitReady();

        assertThat(environment.getStatus().services()).isEqualTo("2/2");
        Namespace namespace = operator.client().namespaces().withName(scratch.name()).get();
        assertThat(namespace.getMetadata().getLabels())
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
        assertThat(scratch.service("sales").getSpec().port()).isEqualTo(5106);
        Ingress ingress = scratch.object(Ingress.class, "sales");
        assertThat(ingress.getSpec().getRules().getFirst().getHost())
                .isEqualTo("qa.sales.example.com");
        assertThat(image("sales")).isEqualTo("localhost/standin:1.0.0");
    }

    @Test
    void aServiceTakenOffTheListIsRemovedAndTheOthersStay() {
        scratch.environment(SPEC);
        awaitReady();
        String kept = scratch.object(Deployment.class, "sales").getMetadata().getUid();

        scratch.environment(SPEC.replaceAll("(?m)^  - \\{name: common.*\n", ""));

        scratch.awaitGone(DhanmanService.class, "common");
        scratch.awaitGone(Deployment.class, "common");
        scratch.awaitEnvironment(it -> "1/1".equals(it.getStatus().services()));
        assertThat(scratch.object(Deployment.class, "sales").getMetadata().getUid())
                .isEqualTo(kept);
    }

    @Test
    void aChangedDefaultReachesDeclaredServicesAndThoseOfTheirOwn() {
        scratch.environment(SPEC);
        awaitReady();
        scratch.service("own", "image: standin:1.0.0\nport: 7000\n");
        scratch.awaitReason("own", "Stopped");
        assertThat(image("own")).isEqualTo("localhost/standin:1.0.0");

        scratch.environment(SPEC.replace("registry: localhost", "registry: localhost/other"));

        for (String service : new String[] {"common", "sales", "own"}) {
            Awaited.until(() -> image(service), "localhost/other/standin:1.0.0"::equals);
        }
        scratch.awaitEnvironment(it -> "3/3".equals(it.getStatus().services()));
    }

    @Test
    void aChangeOfDefaultsAndServicesRollsEachDeploymentOnce() {
        scratch.environment(SPEC);
        awaitReady();

        scratch.environment(
                SPEC.replace("registry: localhost", "registry: localhost/other")
                        .replace("standin:1.0.0", "standin:1.1.0"));

        for (String service : new String[] {"common", "sales"}) {
            Awaited.until(() -> image(service), "localhost/other/standin:1.1.0"::equals);
            assertThat(scratch.object(Deployment.class, service).getMetadata().getGeneration())
                    .as("no rollout of a mixture of old and new")
                    .isEqualTo(2);
        }
    }

    @Test
    void aPortClashIsRefusedAndNamed() {
        assertThatThrownBy(() -> scratch.environment(SPEC.replace("port: 6", "port: 1")))
                .hasMessageContaining("common and sales")
                .hasMessageContaining("give each service a port of its own");
    }

    @Test
    void aNamespaceOfSomebodyElseIsNotTakenOver() {
        operator.client()
                .resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(scratch.name())
                                .endMetadata()
                                .build())
                .create();

        scratch.environment(SPEC);

        Condition ready = awaitReason("Conflict");
        assertThat(ready.getMessage()).contains("Namespace " + scratch.name() + ": exists already");
        assertThat(scratch.service("sales")).isNull();
    }

    @Test
    void deletingAnEnvironmentRemovesAllOfIt() {
        scratch.environment(SPEC);
        awaitReady();

        operator.client().resource(scratch.environment()).delete();

        awaitAllGone();
    }

    @Test
    void aNamespaceThatWasDeletedFirstComesBackWithItsServices() {
        scratch.environment(SPEC);
        awaitReady();
        String before =
                operator.client()
                        .namespaces()
                        .withName(scratch.name())
                        .get()
                        .getMetadata()
                        .getUid();

        operator.client().namespaces().withName(scratch.name()).delete();

        Awaited.until(
                () -> operator.client().namespaces().withName(scratch.name()).get(),
                it -> it != null && !Objects.equals(it.getMetadata().getUid(), before));
        scratch.awaitObject(Deployment.class, "sales");
        scratch.awaitEnvironment(it -> "2/2".equals(it.getStatus().services()));
    }

    @Test
    void anUnchangedEnvironmentIsNeitherWrittenNorReadAgain() {
        scratch.environment(SPEC);
        awaitReady();
        Awaited.quiet(operator.api());
        Map<String, String> before = scratch.versions();
        var status = scratch.environment().getStatus();
        int mark = operator.api().mark();

        for (int i = 1; i <= 3; i++) {
            String value = Integer.toString(i);
            operator.client()
                    .resource(scratch.environment())
                    .edit(
                            it -> {
                                it.getMetadata().getAnnotations().put("look-again", value);
                                return it;
                            });
        }

        Awaited.quiet(operator.api());
        assertThat(scratch.versions()).isEqualTo(before);
        assertThat(operator.api().since(mark))
                .filteredOn(
                        request ->
                                scratch.name().equals(request.namespace())
                                        || scratch.name().equals(request.name()))
                .isEmpty();
        assertThat(scratch.environment().getStatus()).isEqualTo(status);
    }

    private TenantEnvironment awaitReady() {
        return scratch.awaitEnvironment(
                it ->
                        it.getStatus() != null
                                && Conditions.isTrue(it.getStatus().conditions(), "Ready"));
    }

    private Condition awaitReason(String reason) {
        TenantEnvironment environment =
                scratch.awaitEnvironment(
                        it ->
                                it.getStatus() != null
                                        && Conditions.find(it.getStatus().conditions(), "Ready")
                                                .map(ready -> ready.getReason().equals(reason))
                                                .orElse(false));
        return Conditions.find(environment.getStatus().conditions(), "Ready").orElseThrow();
    }

    private void awaitAllGone() {
        Awaited.until(scratch::environment, Objects::isNull);
        Awaited.until(
                () -> operator.client().namespaces().withName(scratch.name()).get(),
                Objects::isNull);
    }

    private String image(String service) {
        Deployment deployment = scratch.object(Deployment.class, service);
        return deployment == null
                ? null
                : deployment
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getImage();
    }
}
