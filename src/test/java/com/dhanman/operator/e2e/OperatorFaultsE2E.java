package com.dhanman.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.TenantEnvironment;
import com.dhanman.operator.kernel.Conditions;
import com.dhanman.operator.testkit.Awaited;
import com.dhanman.operator.testkit.RealNodes;
import com.dhanman.operator.testkit.Scratch;
import com.dhanman.operator.testkit.Snapshot;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Environments while the operator is killed, down, or cut off. */
@Tag("disruptive")
class OperatorFaultsE2E {
    private static final String SPEC =
            """
            stage: QA
            hosts: "{service}.example.com"
            ports: {base: 5000}
            defaults: {runtime: AspNet, registry: localhost}
            services:
              - {name: common, port: 1, image: "standin:1.0.0"}
              - {name: sales, port: 6, image: "standin:1.0.0"}
            """;

    private final RealNodes nodes = new RealNodes();
    private final KubernetesClient client = nodes.client();
    private final Scratch scratch = Scratch.environment(client);

    @AfterEach
    void tidy() {
        scratch.close();
        nodes.scaleOperator(2);
        client.close();
    }

    @Test
    void killingTheLeaderInTheMiddleEndsInTheSameObjects() {
        scratch.environment(SPEC);
        awaitReady();
        String undisturbed = Snapshot.of(client, scratch);
        client.resources(TenantEnvironment.class).withName(scratch.name()).delete();
        awaitGone();

        scratch.environment(SPEC);
        scratch.awaitObject(Deployment.class, "common");
        killLeader();
        awaitReady();

        assertThat(withoutCounts(Snapshot.of(client, scratch)))
                .isEqualTo(withoutCounts(undisturbed));
    }

    @Test
    void whatChangedWhileTheOperatorWasDownIsMadeUpFor() {
        scratch.environment(SPEC);
        awaitReady();
        nodes.scaleOperator(0);
        scratch.environment(SPEC.replace("standin:1.0.0", "standin:1.1.0"));

        nodes.scaleOperator(2);

        Awaited.until(
                () -> scratch.object(Deployment.class, "sales"),
                it ->
                        it.getMetadata()
                                .getLabels()
                                .get("app.kubernetes.io/version")
                                .equals("1.1.0"));
        awaitReady();
    }

    @Test
    void anEnvironmentIsDeletedWholeWhileTheOperatorIsDown() {
        scratch.environment(SPEC);
        awaitReady();
        nodes.scaleOperator(0);

        client.resources(TenantEnvironment.class).withName(scratch.name()).delete();

        awaitGone();
    }

    @Test
    void anEnvironmentIsDeletedWholeAfterItsNamespace() {
        scratch.environment(SPEC);
        awaitReady();
        nodes.scaleOperator(0);
        client.namespaces().withName(scratch.name()).delete();
        Awaited.until(() -> client.namespaces().withName(scratch.name()).get(), Objects::isNull);

        client.resources(TenantEnvironment.class).withName(scratch.name()).delete();

        nodes.scaleOperator(2);
        awaitGone();
    }

    @Test
    void anotherReplicaTakesOverWhenTheLeadersNodeIsCutOff() {
        String leader = nodes.leader();
        String node =
                client.pods()
                        .inNamespace(RealNodes.OPERATOR)
                        .withName(leader)
                        .get()
                        .getSpec()
                        .getNodeName();
        nodes.partition("cut", node);
        try {
            Awaited.until(nodes::leader, it -> !it.isEmpty() && !it.equals(leader));
            scratch.environment(
                    SPEC.replace("registry: localhost", "registry: localhost, replicas: 0"));
            awaitReady();
        } finally {
            nodes.partition("heal", node);
            client.nodes()
                    .withName(node)
                    .waitUntilCondition(Readiness::isNodeReady, 90, TimeUnit.SECONDS);
        }
    }

    private void killLeader() {
        Pod leader = client.pods().inNamespace(RealNodes.OPERATOR).withName(nodes.leader()).get();
        client.resource(leader).withGracePeriod(0).delete();
    }

    private void awaitReady() {
        Awaited.until(
                scratch::environment,
                it ->
                        it.getStatus() != null
                                && Objects.equals(
                                        it.getStatus().observedGeneration(),
                                        it.getMetadata().getGeneration())
                                && Conditions.isTrue(it.getStatus().conditions(), "Ready"),
                Duration.ofMinutes(2));
    }

    private void awaitGone() {
        Awaited.until(scratch::environment, Objects::isNull);
        Awaited.until(() -> client.namespaces().withName(scratch.name()).get(), Objects::isNull);
    }

    /** Kubernetes' own figures: how often it updated a status, and which pods it made. */
    private static String withoutCounts(String snapshot) {
        return snapshot.replaceAll(
                "(?m)^.*(ReplicaSet|lastUpdateTime|deployment.kubernetes.io).*\n", "");
    }
}
