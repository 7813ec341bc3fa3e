package com.dhanman.operator.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a status says of the pooler. */
class PoolerReadyTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    @Test
    void allPodsServe() {
        assertThat(ready("pooler: {}", "readyReplicas: 2"))
                .isEqualTo(new PoolerReady(true, "PodsServe", "2 of 2 pods serve at main-pooler."));
    }

    @Test
    void aRolloutHasMorePodsThanWanted() {
        assertThat(ready("pooler: {}", "readyReplicas: 3").ready()).isTrue();
    }

    @Test
    void somePodsServe() {
        assertThat(ready("pooler: {instances: 3}", "readyReplicas: 1"))
                .isEqualTo(
                        new PoolerReady(
                                false,
                                "PodsMissing",
                                "1 of 3 pods of the pooler serve. If that stays: kubectl describe"
                                        + " pods -n shop -l"
                                        + " platform.dhanman.com/postgres-pooler=main."));
    }

    @Test
    void noneDoesBecauseKubernetesLetsNoneBeMade() {
        PoolerReady none =
                ready(
                        "pooler: {}",
                        "conditions: [{type: ReplicaFailure, status: 'True', message: exceeded quota}]");

        assertThat(none.reason()).isEqualTo("NoPods");
        assertThat(none.message())
                .startsWith("0 of 2 pods of the pooler serve: exceeded quota. If that stays: ");
    }

    @Test
    void noneIsWantedOfAClusterThatHibernates() {
        assertThat(ready("{pooler: {}, hibernated: true}", "replicas: 0").ready()).isTrue();
    }

    private static PoolerReady ready(String spec, String status) {
        PostgresCluster cluster =
                YAML.unmarshal(
                        "metadata: {name: main, namespace: shop}\nspec:\n" + spec.indent(2),
                        PostgresCluster.class);
        Deployment deployment = YAML.unmarshal("status: {" + status + "}", Deployment.class);
        ClusterSettings settings = ClusterSettings.of(cluster, "image");
        return PoolerReady.of(settings, settings.pooler().orElseThrow(), Optional.of(deployment));
    }
}
