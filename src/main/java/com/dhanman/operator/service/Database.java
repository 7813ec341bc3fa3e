package com.dhanman.operator.service;

import com.dhanman.operator.api.v1alpha1.DhanmanService;
import com.dhanman.operator.api.v1alpha1.Ensure;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresClusterStatus;
import com.dhanman.operator.api.v1alpha1.PostgresDatabase;
import com.dhanman.operator.api.v1alpha1.PostgresDatabaseStatus;
import com.dhanman.operator.kernel.Conditions;
import com.dhanman.operator.kernel.DatabaseReference;
import com.dhanman.operator.kernel.EnvironmentSettings;
import com.dhanman.operator.kernel.Finding;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;

/** The database of a service, as far as it is there. */
sealed interface Database {
    /** The service uses none. */
    record None() implements Database {}

    /** The service should have one, and nobody says where. */
    record Unplaced(Finding finding) implements Database {}

    /** It is to be reached through a pooler that its cluster does not have. */
    record Unpooled(String cluster, String name, Finding finding) implements Database {}

    /** It is not there yet. */
    record Awaited(String cluster, String name, String message) implements Database {}

    /**
     * It can be used.
     *
     * @param poolSize connections of each pod, where somebody says how many
     * @param secret Secret to connect with
     * @param credentials changes when the content of the Secret does; null where nobody knows yet
     * @param pooled whether writes go through the cluster's pooler
     */
    record Usable(
            String cluster,
            String name,
            Optional<Integer> poolSize,
            String secret,
            String credentials,
            boolean pooled)
            implements Database {}

    /** As a cluster's status tells of it. */
    static Database of(ServiceInputs inputs) {
        DhanmanService service = inputs.service();
        return DatabaseReference.of(
                        service.getMetadata().getName(),
                        service.getSpec().database(),
                        inputs.environment())
                .map(reference -> of(reference, inputs))
                .orElseGet(None::new);
    }

    /** Cluster and database for people. */
    default Optional<String> label() {
        return switch (this) {
            case None none -> Optional.empty();
            case Unplaced unplaced -> Optional.empty();
            case Unpooled unpooled -> Optional.of(unpooled.cluster() + "/" + unpooled.name());
            case Awaited awaited -> Optional.of(awaited.cluster() + "/" + awaited.name());
            case Usable usable -> Optional.of(usable.cluster() + "/" + usable.name());
        };
    }

    private static Database of(DatabaseReference reference, ServiceInputs inputs) {
        if (reference.cluster().isEmpty()) {
            return new Unplaced(
                    Finding.error(
                            "DatabaseUnplaced",
                            "spec.database.cluster",
                            "no PostgresCluster is named for the database " + reference.name(),
                            "Name one of this namespace, or let the environment declare postgres"));
        }
        String cluster = reference.cluster().get();
        Optional<PostgresCluster> found =
                inputs.clusters().stream()
                        .filter(it -> it.getMetadata().getName().equals(cluster))
                        .findFirst();
        if (found.isEmpty()) {
            return awaited(
                    reference,
                    "There is no PostgresCluster %s in this namespace for the database %s: apply it, or correct spec.database. The service goes on by itself then."
                            .formatted(cluster, reference.name()));
        }
        return seen(found.get(), reference.name())
                .map(database -> of(reference, database, found.get()))
                .orElseGet(() -> awaited(reference, missing(reference, found.get(), inputs)));
    }

    private static Database of(
            DatabaseReference reference, PostgresDatabaseStatus database, PostgresCluster cluster) {
        if (database.secret() == null) {
            return awaited(
                    reference,
                    "The database %s has no Secret to connect with, for its owner %s may not log in: let it, in spec.roles of the PostgresCluster %s, or name another owner."
                            .formatted(
                                    database.name(),
                                    database.owner(),
                                    reference.cluster().orElseThrow()));
        }
        if (reference.pooled() && !Boolean.TRUE.equals(database.pooled())) {
            return unpooled(reference, cluster);
        }
        return new Usable(
                reference.cluster().orElseThrow(),
                reference.name(),
                reference.poolSize(),
                database.secret(),
                database.credentials(),
                reference.pooled());
    }

    private static Database unpooled(DatabaseReference reference, PostgresCluster cluster) {
        String name = cluster.getMetadata().getName();
        return cluster.getSpec().pooler() != null
                ? awaited(
                        reference,
                        "Waiting for the pooler of PostgresCluster %s, which is about to be made."
                                .formatted(name))
                : new Unpooled(
                        name,
                        reference.name(),
                        Finding.error(
                                "PoolerMissing",
                                "spec.database.pooled",
                                "PostgresCluster " + name + " has no pooler",
                                "Set its spec.pooler, {} for one with all defaults, or pooled to"
                                        + " false"));
    }

    private static Database awaited(DatabaseReference reference, String message) {
        return new Awaited(reference.cluster().orElseThrow(), reference.name(), message);
    }

    private static Optional<PostgresDatabaseStatus> seen(PostgresCluster cluster, String name) {
        return Optional.ofNullable(cluster.getStatus())
                .map(PostgresClusterStatus::databases)
                .stream()
                .flatMap(List::stream)
                .filter(database -> database.name().equals(name))
                .findFirst();
    }

    private static String missing(
            DatabaseReference reference, PostgresCluster cluster, ServiceInputs inputs) {
        Optional<PostgresDatabase> declared =
                Optional.ofNullable(cluster.getSpec().databases()).stream()
                        .flatMap(List::stream)
                        .filter(database -> database.name().equals(reference.name()))
                        .findFirst();
        if (declared.isEmpty()) {
            return undeclared(reference, inputs);
        }
        if (declared.get().ensure() == Ensure.Absent) {
            return "PostgresCluster %s is to drop the database %s, which this service uses: take `ensure: Absent` off it, or name another database in spec.database."
                    .formatted(cluster.getMetadata().getName(), reference.name());
        }
        Optional<Condition> ready =
                Optional.ofNullable(cluster.getStatus())
                        .flatMap(it -> Conditions.find(it.conditions(), Conditions.READY));
        return "Waiting for the database %s of PostgresCluster %s: %s"
                .formatted(
                        reference.name(),
                        cluster.getMetadata().getName(),
                        ready.filter(it -> !it.getStatus().equals("True"))
                                .map(Condition::getMessage)
                                .orElse("it is about to be made."));
    }

    /** An environment lists databases of the services that it declares, and of no others. */
    private static String undeclared(DatabaseReference reference, ServiceInputs inputs) {
        boolean ofEnvironment =
                inputs.environment()
                        .map(EnvironmentSettings::databases)
                        .map(EnvironmentSettings.Databases::cluster)
                        .equals(reference.cluster());
        String list =
                ofEnvironment
                        ? "spec.postgres.databases of the TenantEnvironment "
                                + inputs.environment().orElseThrow().name()
                        : "its spec.databases";
        return "PostgresCluster %s has no database %s: add {name: %s} to %s, or set database: {enabled: false} on this service if it needs none. The service goes on by itself then."
                .formatted(
                        reference.cluster().orElseThrow(),
                        reference.name(),
                        reference.name(),
                        list);
    }
}
