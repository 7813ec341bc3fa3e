package com.dhanman.operator.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.DhanmanService;
import com.dhanman.operator.testkit.Awaited;
import com.dhanman.operator.testkit.RunningOperator;
import com.dhanman.operator.testkit.RunningOperator.Operator;
import com.dhanman.operator.testkit.Scratch;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** DhanmanService on a real API server. */
@ExtendWith(RunningOperator.class)
class ServiceIT {
    private static final String SPEC = "image: localhost/standin:1.0.0\nhost: sales.example.com\n";

    private final Operator operator;
    private final Scratch scratch;

    ServiceIT(Operator operator) {
        this.operator = operator;
        this.scratch = Scratch.namespace(operator.client());
    }

    @AfterEach
    void tidy() {
        scratch.close();
    }

    @Test
    void aServiceBecomesADeploymentAServiceAnAccountAndAnIngress() {
        scratch.service("sales", SPEC + "port: 5106\n");

        Ingress ingress = scratch.awaitObject(Ingress.class, "sales");

        assertThat(ingress.getSpec().getRules().getFirst().getHost())
                .isEqualTo("sales.example.com");
        assertThat(scratch.object(ServiceAccount.class, "sales")).isNotNull();
        assertThat(scratch.object(Service.class, "sales").getSpec().getPorts().getFirst().getPort())
                .isEqualTo(5106);
        Deployment deployment = scratch.object(Deployment.class, "sales");
        assertThat(deployment.getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(it -> assertThat(it.getKind()).isEqualTo("DhanmanService"));
        DhanmanService service =
                scratch.await(
                        "sales", it -> it.getStatus() != null && it.getStatus().url() != null);
        assertThat(service.getStatus().url()).isEqualTo("https://sales.example.com");
        assertThat(service.getStatus().observedGeneration()).isEqualTo(1);
    }

    @Test
    void changesReachTheDeploymentAndARemovedHostTheIngress() {
        scratch.service("sales", SPEC);
        scratch.awaitObject(Ingress.class, "sales");

        scratch.service("sales", "image: localhost/standin:1.1.0\nreplicas: 2\n");

        scratch.awaitGone(Ingress.class, "sales");
        Deployment deployment = scratch.object(Deployment.class, "sales");
        assertThat(deployment.getSpec().getReplicas()).isEqualTo(2);
        assertThat(
                        deployment
                                .getSpec()
                                .getTemplate()
                                .getSpec()
                                .getContainers()
                                .getFirst()
                                .getImage())
                .isEqualTo("localhost/standin:1.1.0");
    }

    @Test
    void whatSomebodyChangedOrDeletedComesBack() {
        scratch.service("sales", SPEC);
        scratch.awaitObject(Ingress.class, "sales");
        operator.client()
                .apps()
                .deployments()
                .inNamespace(scratch.name())
                .withName("sales")
                .edit(it -> new DeploymentBuilder(it).editSpec().withReplicas(7).endSpec().build());
        operator.client().services().inNamespace(scratch.name()).withName("sales").delete();

        Awaited.until(
                () -> scratch.object(Deployment.class, "sales").getSpec().getReplicas(),
                replicas -> replicas == 1);
        scratch.awaitObject(Service.class, "sales");
    }

    @Test
    void anUnchangedServiceIsNeitherWrittenNorReadAgain() {
        scratch.service("sales", SPEC + "replicas: 0\n");
        scratch.awaitReason("sales", "Stopped");
        Awaited.quiet(operator.api());
        Map<String, String> before = scratch.versions();
        before.remove("DhanmanService/sales");
        var status = scratch.service("sales").getStatus();
        int mark = operator.api().mark();

        for (int i = 1; i <= 3; i++) {
            annotate("look-again", Integer.toString(i));
        }

        Awaited.quiet(operator.api());
        Map<String, String> after = scratch.versions();
        after.remove("DhanmanService/sales");
        assertThat(after).isEqualTo(before);
        assertThat(operator.api().since(mark))
                .filteredOn(request -> scratch.name().equals(request.namespace()))
                .isEmpty();
        assertThat(scratch.service("sales").getStatus()).isEqualTo(status);
    }

    @Test
    void aForeignObjectOfTheSameNameStopsTheServiceAndIsNamed() {
        ServiceAccount theirs =
                new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("sales")
                        .withNamespace(scratch.name())
                        .addToLabels("whose", "theirs")
                        .endMetadata()
                        .build();
        operator.client().resource(theirs).create();

        scratch.service("sales", SPEC);

        Condition ready = scratch.awaitReason("sales", "Conflict");
        assertThat(ready.getMessage())
                .contains("ServiceAccount " + scratch.name() + "/sales: exists already")
                .contains("platform.dhanman.com/adopt=true");
        operator.client().resource(theirs).delete();
        scratch.await("sales", it -> !Scratch.ready(it).getReason().equals("Conflict"));
    }

    @Test
    void aPausedServiceIsLeftAlone() {
        scratch.service("sales", SPEC + "replicas: 0\n");
        scratch.awaitReason("sales", "Stopped");
        annotate("platform.dhanman.com/paused", "true");

        scratch.service("sales", SPEC + "replicas: 2\n");

        scratch.awaitReason("sales", "Paused");
        assertThat(scratch.object(Deployment.class, "sales").getSpec().getReplicas()).isZero();
        annotate("platform.dhanman.com/paused", "false");
        Awaited.until(
                () -> scratch.object(Deployment.class, "sales").getSpec().getReplicas(),
                replicas -> replicas == 2);
    }

    @Test
    void deletingAServiceRemovesAllOfIt() {
        scratch.service("sales", SPEC);
        scratch.awaitObject(Ingress.class, "sales");

        operator.client().resource(scratch.service("sales")).delete();

        scratch.awaitGone(DhanmanService.class, "sales");
        scratch.awaitGone(Deployment.class, "sales");
        scratch.awaitGone(Service.class, "sales");
        scratch.awaitGone(Ingress.class, "sales");
        scratch.awaitGone(ServiceAccount.class, "sales");
    }

    private void annotate(String annotation, String value) {
        operator.client()
                .resource(scratch.service("sales"))
                .edit(
                        it -> {
                            it.getMetadata().getAnnotations().put(annotation, value);
                            return it;
                        });
    }
}
