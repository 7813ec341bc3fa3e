package com.dhanman.operator.postgres.operations;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.postgres.patroni.ClusterState;
import com.dhanman.operator.postgres.patroni.Configuration;
import java.util.Map;

/**
 * A replica that is not synchronous may be named to take over: Patroni then makes all replicas
 * synchronous for a moment, so that it gets every commit, and the switchover loses nothing.
 */
public final class Widening {
    private static final String WIDEN = "widen";

    private Widening() {}

    /** Whether all replicas are to be synchronous now. */
    public static boolean isUnderWay(PostgresCluster cluster) {
        return new Ledger(Operations.written(cluster))
                .running(Request.Kind.SWITCHOVER)
                .map(it -> it.before())
                .filter(it -> it.containsKey(WIDEN))
                .isPresent();
    }

    /** What is noted of a switchover that needs it. */
    static Map<String, String> note(ClusterState state, Request request) {
        boolean needed =
                isPossible(state)
                        && request.instance()
                                .flatMap(state::instance)
                                .filter(it -> !state.isSynchronous(it))
                                .isPresent();
        return needed ? Map.of(WIDEN, "true") : Map.of();
    }

    /** Not with quorum commit, where Patroni counts on all replicas that follow anyway. */
    static boolean isPossible(ClusterState state) {
        return state.configuration().mode() == Configuration.Mode.SYNCHRONOUS;
    }
}
