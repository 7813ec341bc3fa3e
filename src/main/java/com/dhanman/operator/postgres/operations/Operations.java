package com.dhanman.operator.postgres.operations;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresClusterStatus;
import com.dhanman.operator.api.v1alpha1.PostgresOperationStatus;
import com.dhanman.operator.kernel.PodActions;
import com.dhanman.operator.postgres.patroni.ClusterState;
import com.dhanman.operator.postgres.patroni.Patroni;
import com.dhanman.operator.postgres.patroni.Wanted;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Carries out what annotations ask for, renews and repairs instances, one step at a time.
 *
 * <p>Steps are decided twice: by the caches, which costs nothing, and where something is to be done
 * again by what the API server and each Patroni say at that moment. What is begun is in the status
 * first, so {@link #proceed} begins it when it finds it there.
 *
 * <p>Calls of Patroni take seconds, at most 25, on the thread that reconciles this cluster: nothing
 * else is to be done to it meanwhile, and other clusters have threads of their own.
 */
public final class Operations {
    private static final int MOST = 10_000;

    private final Function<PostgresCluster, Hands> hands;
    private final Function<PostgresCluster, Optional<Patroni>> patroni;
    private final Clock clock;
    private final Map<String, Memory> memories =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Memory> eldest) {
                    return size() > MOST;
                }
            };

    /**
     * Operations of all clusters.
     *
     * @param patroni opens Patroni's API of a cluster; empty while there is no certificate for it
     */
    public Operations(
            PodActions pods, Function<PostgresCluster, Optional<Patroni>> patroni, Clock clock) {
        this(clock, cluster -> new PodHands(pods, cluster), patroni);
    }

    Operations(
            Clock clock,
            Function<PostgresCluster, Hands> hands,
            Function<PostgresCluster, Optional<Patroni>> patroni) {
        this.clock = clock;
        this.hands = hands;
        this.patroni = patroni;
    }

    /**
     * Does the next thing that is to be done with the instances of a cluster, if any.
     *
     * @param cluster as the cache has it, with its status
     * @param state by the caches
     * @param sets of the instances, after they were applied
     */
    public Progress proceed(
            PostgresCluster cluster,
            Wanted wanted,
            ClusterState state,
            Collection<StatefulSet> sets) {
        Situation situation =
                new Situation(
                        wanted,
                        state,
                        Situation.revisions(sets),
                        List.of(),
                        Map.of(),
                        java.util.Set.of(),
                        clock.instant());
        Round round = new Round(cluster, memory(cluster), situation);
        return round.proceed(hands.apply(cluster), () -> patroni.apply(cluster));
    }

    private synchronized Memory memory(PostgresCluster cluster) {
        return memories.computeIfAbsent(
                cluster.getMetadata().getUid(), uid -> new Memory(new Ledger(written(cluster))));
    }

    /** What the status says of operations that are carried out here; it tells of others too. */
    static List<PostgresOperationStatus> written(PostgresCluster cluster) {
        return Optional.ofNullable(cluster.getStatus())
                .map(PostgresClusterStatus::operations)
                .orElse(List.of())
                .stream()
                .filter(it -> Ledger.keeps(it.name()))
                .toList();
    }
}
