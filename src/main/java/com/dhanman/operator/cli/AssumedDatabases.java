package com.dhanman.operator.cli;

import com.dhanman.operator.api.v1alpha1.BackupSchedule;
import com.dhanman.operator.api.v1alpha1.DhanmanService;
import com.dhanman.operator.api.v1alpha1.Ensure;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresClusterSpec;
import com.dhanman.operator.api.v1alpha1.PostgresClusterStatus;
import com.dhanman.operator.api.v1alpha1.PostgresDatabase;
import com.dhanman.operator.api.v1alpha1.PostgresDatabaseStatus;
import com.dhanman.operator.kernel.DatabaseReference;
import com.dhanman.operator.kernel.EnvironmentSettings;
import com.dhanman.operator.postgres.ClusterNames;
import com.dhanman.operator.postgres.PostgresConfig;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Clusters as if their databases were there: of files nobody knows, and services are to be rendered
 * as they will be.
 */
final class AssumedDatabases {
    private AssumedDatabases() {}

    /**
     * Clusters that a service may use.
     *
     * @param clusters those that the files declare in its namespace; of another one the service
     *     knows better than the files
     */
    static List<PostgresCluster> in(
            List<PostgresCluster> clusters,
            DhanmanService service,
            Optional<EnvironmentSettings> settings) {
        List<PostgresCluster> assumed = new ArrayList<>();
        clusters.forEach(it -> assumed.add(complete(it)));
        DatabaseReference.of(
                        service.getMetadata().getName(), service.getSpec().database(), settings)
                .flatMap(reference -> elsewhere(reference, clusters, service))
                .ifPresent(assumed::add);
        return assumed;
    }

    /** The cluster that a schedule names as if it had been made, with the image it would have. */
    static PostgresCluster running(List<PostgresCluster> clusters, BackupSchedule schedule) {
        String name = schedule.getSpec().cluster();
        PostgresClusterSpec spec =
                clusters.stream()
                        .filter(it -> it.getMetadata().getName().equals(name))
                        .map(PostgresCluster::getSpec)
                        .findFirst()
                        .orElse(null);
        String own = spec == null ? null : spec.image();
        return cluster(
                name,
                schedule.getMetadata().getNamespace(),
                spec,
                Objects.requireNonNullElse(own, PostgresConfig.DEFAULT_IMAGE),
                List.of());
    }

    private static Optional<PostgresCluster> elsewhere(
            DatabaseReference reference, List<PostgresCluster> clusters, DhanmanService service) {
        return reference
                .cluster()
                .filter(
                        name ->
                                clusters.stream()
                                        .noneMatch(it -> it.getMetadata().getName().equals(name)))
                .map(
                        name ->
                                cluster(
                                        name,
                                        service.getMetadata().getNamespace(),
                                        null,
                                        null,
                                        List.of(
                                                there(
                                                        name,
                                                        reference.name(),
                                                        null,
                                                        reference.pooled()))));
    }

    /** A status that is written into the file is taken as it stands. */
    private static PostgresCluster complete(PostgresCluster cluster) {
        if (cluster.getStatus() != null) {
            return cluster;
        }
        String name = cluster.getMetadata().getName();
        return cluster(
                name,
                cluster.getMetadata().getNamespace(),
                cluster.getSpec(),
                null,
                Objects.requireNonNullElse(
                                cluster.getSpec().databases(), List.<PostgresDatabase>of())
                        .stream()
                        .filter(it -> it.ensure() != Ensure.Absent)
                        .map(
                                it ->
                                        there(
                                                name,
                                                it.name(),
                                                it.owner(),
                                                cluster.getSpec().pooler() != null))
                        .toList());
    }

    private static PostgresCluster cluster(
            String name,
            String namespace,
            PostgresClusterSpec spec,
            String image,
            List<PostgresDatabaseStatus> databases) {
        PostgresCluster cluster = new PostgresCluster();
        cluster.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace(namespace).build());
        cluster.setSpec(spec);
        cluster.setStatus(
                new PostgresClusterStatus(
                        null, null, image, null, null, null, null, null, databases, null, null,
                        null, null));
        return cluster;
    }

    private static PostgresDatabaseStatus there(
            String cluster, String database, String owner, boolean pooled) {
        return new PostgresDatabaseStatus(
                database,
                owner,
                ClusterNames.databaseSecret(cluster, database),
                null,
                pooled ? true : null);
    }
}
