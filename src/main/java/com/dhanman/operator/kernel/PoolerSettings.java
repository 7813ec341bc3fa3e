package com.dhanman.operator.kernel;

import com.dhanman.operator.api.v1alpha1.Ensure;
import com.dhanman.operator.api.v1alpha1.PostgresClusterSpec;
import com.dhanman.operator.api.v1alpha1.PostgresDatabase;
import com.dhanman.operator.api.v1alpha1.PostgresPooler;
import com.dhanman.operator.api.v1alpha1.ResourceAmounts;
import com.dhanman.operator.api.v1alpha1.Resources;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Optional;

/**
 * The pool before a primary, with every default filled in.
 *
 * @param instances pods of PgBouncer
 * @param ownPoolSize connections of each pod to the primary, for each database and role, where
 *     somebody says how many
 * @param databases databases that are declared, at least 1
 */
public record PoolerSettings(
        int instances,
        PostgresPooler.Mode mode,
        int maxClientConnections,
        Optional<Integer> ownPoolSize,
        long databases,
        Resources resources) {
    /** Connections of each pod by which it looks passwords up. */
    public static final int LOOKUPS = 2;

    private static final int POOL_SIZE = 20;
    private static final ResourceAmounts REQUESTS =
            new ResourceAmounts(new Quantity("50m"), new Quantity("64Mi"));
    private static final ResourceAmounts NOTHING = new ResourceAmounts(null, null);

    /** Empty where there is none. */
    public static Optional<PoolerSettings> of(PostgresClusterSpec spec) {
        return Optional.ofNullable(spec.pooler())
                .map(
                        pooler ->
                                new PoolerSettings(
                                        or(pooler.instances(), 2),
                                        or(pooler.mode(), PostgresPooler.Mode.Transaction),
                                        or(pooler.maxClientConnections(), 1000),
                                        Optional.ofNullable(pooler.poolSize()),
                                        databases(spec),
                                        resources(pooler.resources())));
    }

    /**
     * Connections of each pod to the primary, for each database and role. Where nobody says how
     * many, they leave a quarter of what PostgreSQL takes to those who connect to it directly.
     *
     * @param clientConnections how many connections PostgreSQL takes from clients
     */
    public int poolSize(int clientConnections) {
        long fitting = (clientConnections * 3L / 4 / instances - LOOKUPS) / databases;
        return ownPoolSize.orElse((int) Math.clamp(fitting, 1, POOL_SIZE));
    }

    /** Connections that all pods may open together. */
    public long connections(int clientConnections) {
        return instances * (poolSize(clientConnections) * databases + LOOKUPS);
    }

    private static long databases(PostgresClusterSpec spec) {
        return Math.max(
                1,
                or(spec.databases(), List.<PostgresDatabase>of()).stream()
                        .filter(it -> it.ensure() != Ensure.Absent)
                        .count());
    }

    private static Resources resources(Resources own) {
        return own == null
                ? new Resources(REQUESTS, NOTHING)
                : new Resources(
                        or(own.requests(), or(own.limits(), NOTHING)), or(own.limits(), NOTHING));
    }

    private static <T> T or(T own, T preset) {
        return own == null ? preset : own;
    }
}
