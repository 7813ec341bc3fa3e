package com.dhanman.operator.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.kernel.Figure;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterFiguresTest {
    private static final String HEAD =
            """
            apiVersion: platform.dhanman.com/v1alpha1
            kind: PostgresCluster
            metadata: {name: main, namespace: prod}
            spec: {storage: {size: 1Gi}}
            """;

    @Test
    void tellWhatTheStatusSays() {
        PostgresCluster cluster =
                Serialization.unmarshal(
                        HEAD
                                + """
                                status:
                                  certificatesEnd: "2026-11-21T00:00:00Z"
                                  conditions:
                                    - {type: Ready, status: "True", reason: ClusterReady}
                                    - {type: SyncDegraded, status: "False", reason: AsDeclared}
                                """,
                        PostgresCluster.class);

        assertThat(ClusterFigures.of(cluster))
                .extracting(Figure::name, Figure::labels, Figure::value)
                .containsExactly(
                        tuple("dhanman_postgres_condition", labels("Ready", "ClusterReady"), 1.0),
                        tuple(
                                "dhanman_postgres_condition",
                                labels("SyncDegraded", "AsDeclared"),
                                0.0),
                        tuple(
                                "dhanman_postgres_certificates_end_time_seconds",
                                Map.of("namespace", "prod", "postgres_cluster", "main"),
                                1795219200.0));
    }

    @Test
    void tellNothingOfAClusterThatWasNotLookedAt() {
        assertThat(ClusterFigures.of(Serialization.unmarshal(HEAD, PostgresCluster.class)))
                .isEmpty();
    }

    private static Map<String, String> labels(String condition, String reason) {
        return Map.of(
                "namespace",
                "prod",
                "postgres_cluster",
                "main",
                "condition",
                condition,
                "reason",
                reason);
    }
}
