package com.dhanman.operator.tenant;

import com.dhanman.operator.api.v1alpha1.EnvironmentPostgres;
import com.dhanman.operator.api.v1alpha1.EnvironmentService;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresClusterSpec;
import com.dhanman.operator.api.v1alpha1.PostgresDatabase;
import com.dhanman.operator.api.v1alpha1.TenantEnvironment;
import com.dhanman.operator.kernel.DatabaseReference;
import com.dhanman.operator.kernel.EnvironmentSettings;
import com.dhanman.operator.kernel.Labels;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The PostgresCluster that an environment declares: what was declared, with a database for each
 * declared service that uses one of this cluster.
 */
final class DeclaredCluster {
    private DeclaredCluster() {}

    static Optional<PostgresCluster> of(TenantEnvironment environment) {
        return Optional.ofNullable(environment.getSpec().postgres())
                .map(postgres -> cluster(EnvironmentSettings.of(environment), environment));
    }

    /** Name of the databases that declared services use, by service, in the order of services. */
    static Map<String, String> ofServices(TenantEnvironment environment) {
        Map<String, String> databases = new LinkedHashMap<>();
        EnvironmentSettings settings = EnvironmentSettings.of(environment);
        for (EnvironmentService service : TenantPlan.services(environment)) {
            DatabaseReference.of(service.name(), service.spec().database(), Optional.of(settings))
                    .filter(it -> isHere(it, settings))
                    .ifPresent(it -> databases.put(service.name(), it.name()));
        }
        return databases;
    }

    /** Whether a database is of the environment's own cluster. */
    static boolean isHere(DatabaseReference reference, EnvironmentSettings settings) {
        return settings.databases() != null
                && reference.cluster().equals(Optional.of(settings.databases().cluster()));
    }

    private static PostgresCluster cluster(
            EnvironmentSettings settings, TenantEnvironment environment) {
        String name = settings.databases().cluster();
        PostgresCluster cluster = new PostgresCluster();
        cluster.setMetadata(
                new ObjectMetaBuilder()
                        .withName(name)
                        .withNamespace(settings.name())
                        .withLabels(Labels.of(name, settings.name()))
                        .build());
        EnvironmentPostgres postgres = environment.getSpec().postgres();
        cluster.setSpec(
                with(
                        postgres.spec(),
                        Pools.parameters(postgres.spec()),
                        databases(postgres, environment)));
        return cluster;
    }

    /** Those that are listed say more than a name, so they come first. */
    private static List<PostgresDatabase> databases(
            EnvironmentPostgres postgres, TenantEnvironment environment) {
        Map<String, PostgresDatabase> byName = new LinkedHashMap<>();
        Stream.concat(
                        Objects.requireNonNullElse(
                                postgres.spec().databases(), List.<PostgresDatabase>of())
                                .stream(),
                        ofServices(environment).values().stream()
                                .map(it -> new PostgresDatabase(it, null, null, null, null)))
                .forEach(it -> byName.putIfAbsent(it.name(), owned(it, postgres.owner())));
        return List.copyOf(byName.values());
    }

    private static PostgresDatabase owned(PostgresDatabase database, String owner) {
        return new PostgresDatabase(
                database.name(),
                database.owner() == null ? owner : database.owner(),
                database.extensions(),
                database.connectionLimit(),
                database.ensure());
    }

    private static PostgresClusterSpec with(
            PostgresClusterSpec spec,
            Map<String, JsonNode> parameters,
            List<PostgresDatabase> databases) {
        return new PostgresClusterSpec(
                spec.version(),
                spec.image(),
                spec.imagePullSecrets(),
                spec.instances(),
                spec.storage(),
                spec.resources(),
                spec.placement(),
                parameters,
                spec.pgHba(),
                spec.replication(),
                databases,
                spec.roles(),
                spec.pooler(),
                spec.tls(),
                spec.bootstrap(),
                spec.monitoring(),
                spec.fenced(),
                spec.hibernated(),
                spec.deletionPolicy());
    }
}
