package com.dhanman.operator.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresClusterStatus;
import com.dhanman.operator.kernel.Figure;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a cluster's status says, in figures: alerts go by what exporters cannot know. */
final class ClusterFigures {
    private static final String CONDITION = "dhanman_postgres_condition";
    private static final String CERTIFICATES = "dhanman_postgres_certificates_end_time_seconds";

    private ClusterFigures() {}

    static List<Figure> of(PostgresCluster cluster) {
        PostgresClusterStatus status = cluster.getStatus();
        if (status == null || status.conditions() == null) {
            return List.of();
        }
        Map<String, String> labels =
                Map.of(
                        "namespace", cluster.getMetadata().getNamespace(),
                        "postgres_cluster", cluster.getMetadata().getName());
        List<Figure> figures = new ArrayList<>();
        status.conditions().forEach(it -> figures.add(condition(labels, it)));
        Optional.ofNullable(status.certificatesEnd())
                .map(it -> certificates(labels, Instant.parse(it)))
                .ifPresent(figures::add);
        return figures;
    }

    private static Figure condition(Map<String, String> labels, Condition condition) {
        Map<String, String> all = new TreeMap<>(labels);
        all.put("condition", condition.getType());
        all.put("reason", condition.getReason());
        return new Figure(
                CONDITION,
                "Conditions of each PostgresCluster: 1 where true, otherwise 0",
                all,
                condition.getStatus().equals("True") ? 1 : 0);
    }

    private static Figure certificates(Map<String, String> labels, Instant end) {
        return new Figure(
                CERTIFICATES,
                "When the first certificate of each PostgresCluster ends",
                labels,
                end.getEpochSecond());
    }
}
