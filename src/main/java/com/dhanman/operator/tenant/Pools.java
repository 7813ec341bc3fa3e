package com.dhanman.operator.tenant;

import com.dhanman.operator.api.v1alpha1.DhanmanServiceSpec;
import com.dhanman.operator.api.v1alpha1.PostgresClusterSpec;
import com.dhanman.operator.api.v1alpha1.ServiceDefaults;
import com.dhanman.operator.kernel.DatabaseReference;
import com.dhanman.operator.kernel.EnvironmentSettings;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.kernel.PoolerSettings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether the pools of all services together fit into what the environment's cluster takes. */
final class Pools {
    /**
     * What an environment's cluster has where its parameters do not say otherwise: twice the preset
     * of clusters, for a company's services come together here.
     */
    static final int MAX_CONNECTIONS = 200;

    private static final String PARAMETER = "max_connections";

    /** Of these, connections that are kept for Patroni and the operator. */
    static final int RESERVED = 5;

    /** How many pools a message names. */
    private static final int NAMED = 6;

    /** What one service may open. */
    private record Pool(String service, int pods, int connections) {
        int sum() {
            return pods * connections;
        }
    }

    private Pools() {}

    static List<Finding> of(TenantInputs inputs) {
        EnvironmentSettings settings = EnvironmentSettings.of(inputs.environment());
        if (settings.databases() == null) {
            return List.of();
        }
        List<Pool> pools = pools(inputs, settings);
        int services = pools.stream().mapToInt(Pool::sum).sum();
        int pooler = pooler(inputs);
        int most = maxConnections(inputs);
        // What the pooler alone may open, its cluster warns of.
        if (services == 0 || services + pooler <= most - RESERVED) {
            return List.of();
        }
        return List.of(
                Finding.warning(
                        "PoolsExceedConnections",
                        "spec.postgres.parameters.max_connections",
                        "the pools of %d services may open %d connections together (%s)%s, and PostgreSQL takes %d of them (max_connections %d, of which %d are reserved)"
                                .formatted(
                                        pools.size(),
                                        services,
                                        text(pools),
                                        pooler == 0 ? "" : ", and the pooler " + pooler,
                                        most - RESERVED,
                                        most,
                                        RESERVED),
                        "Lower defaults.database.maximumPoolSize (%d where nothing is said), raise max_connections, or set %s"
                                .formatted(
                                        DatabaseReference.POOL_SIZE,
                                        pooler == 0
                                                ? "spec.postgres.pooler and defaults.database.pooled"
                                                : "defaults.database.pooled")));
    }

    private static int pooler(TenantInputs inputs) {
        return DeclaredCluster.of(inputs.environment())
                .flatMap(it -> PoolerSettings.of(it.getSpec()))
                .map(it -> Math.toIntExact(it.connections(maxConnections(inputs) - RESERVED)))
                .orElse(0);
    }

    private static List<Pool> pools(TenantInputs inputs, EnvironmentSettings settings) {
        List<Pool> pools = new ArrayList<>();
        TenantPlan.services(inputs.environment())
                .forEach(it -> pool(it.name(), it.spec(), settings).ifPresent(pools::add));
        List<String> declared =
                TenantPlan.services(inputs.environment()).stream().map(it -> it.name()).toList();
        inputs.services().stream()
                .filter(it -> !declared.contains(it.getMetadata().getName()))
                .forEach(
                        it ->
                                pool(it.getMetadata().getName(), it.getSpec(), settings)
                                        .ifPresent(pools::add));
        return pools;
    }

    private static Optional<Pool> pool(
            String service, DhanmanServiceSpec spec, EnvironmentSettings settings) {
        return DatabaseReference.of(service, spec.database(), Optional.of(settings))
                .filter(it -> DeclaredCluster.isHere(it, settings))
                .filter(it -> !it.pooled())
                .map(it -> new Pool(service, pods(spec, settings), it.connections()));
    }

    private static int pods(DhanmanServiceSpec spec, EnvironmentSettings settings) {
        return Optional.ofNullable(spec.replicas())
                .or(() -> Optional.ofNullable(settings.defaults()).map(ServiceDefaults::replicas))
                .orElse(1);
    }

    /** A cluster's parameters with the connections that an environment's should take. */
    static Map<String, JsonNode> parameters(PostgresClusterSpec spec) {
        Map<String, JsonNode> parameters = new LinkedHashMap<>();
        if (spec.parameters() != null) {
            parameters.putAll(spec.parameters());
        }
        if (declared(spec).isEmpty()) {
            parameters.put(PARAMETER, IntNode.valueOf(MAX_CONNECTIONS));
        }
        return parameters;
    }

    /** What is not a number is for the cluster to refuse. */
    private static int maxConnections(TenantInputs inputs) {
        return declared(inputs.environment().getSpec().postgres().spec())
                .map(it -> it.asInt(MAX_CONNECTIONS))
                .orElse(MAX_CONNECTIONS);
    }

    /** PostgreSQL does not tell upper case from lower in names of settings. */
    private static Optional<JsonNode> declared(PostgresClusterSpec spec) {
        return Optional.ofNullable(spec.parameters()).stream()
                .flatMap(it -> it.entrySet().stream())
                .filter(it -> it.getKey().equalsIgnoreCase(PARAMETER))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static String text(List<Pool> pools) {
        String named =
                pools.stream()
                        .sorted(
                                Comparator.comparingInt(Pool::sum)
                                        .reversed()
                                        .thenComparing(Pool::service))
                        .limit(NAMED)
                        .map(
                                it ->
                                        "%s %d x %d"
                                                .formatted(
                                                        it.service(), it.pods(), it.connections()))
                        .collect(Collectors.joining(", "));
        return pools.size() > NAMED ? named + ", ..." : named;
    }
}
