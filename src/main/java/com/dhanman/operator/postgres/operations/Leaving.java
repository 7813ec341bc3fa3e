package com.dhanman.operator.postgres.operations;

import com.dhanman.operator.postgres.ClusterNames;
import com.dhanman.operator.postgres.patroni.ClusterState;
import com.dhanman.operator.postgres.patroni.Member;
import com.dhanman.operator.postgres.patroni.Wanted;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Instances beyond the wanted that go on for now. The leader stays until another one leads. While
 * no primary serves, or a wanted instance is missing, any of the others may be the one that has
 * every commit, and stays too; also one without a pod, as all are in a hibernated cluster.
 */
public final class Leaving {
    private Leaving() {}

    /** Names of instances that are no longer wanted, and are still needed. */
    public static List<String> of(Wanted wanted, ClusterState state) {
        Optional<String> leader = state.lock().holder().map(ClusterNames::instanceOf);
        boolean spare =
                state.servingLeader().isPresent()
                        && wanted.running().stream()
                                .allMatch(
                                        it ->
                                                state.instance(it)
                                                        .filter(state::isHealthy)
                                                        .isPresent());
        return spare
                ? leader.stream().filter(it -> !wanted.instances().contains(it)).toList()
                : Stream.of(
                                leader.stream(),
                                state.members().stream().map(Member::instance),
                                lastPromoted(state).stream(),
                                Stream.concat(
                                                state.synchrony().leader().stream(),
                                                state.synchrony().standbys().stream())
                                        .map(ClusterNames::instanceOf))
                        .flatMap(it -> it)
                        .filter(it -> !wanted.instances().contains(it))
                        .filter(it -> it.matches("[a-z0-9-]+-[1-9]"))
                        .distinct()
                        .sorted()
                        .toList();
    }

    private static Optional<String> lastPromoted(ClusterState state) {
        return state.history().isEmpty()
                ? Optional.empty()
                : state.history().getLast().leader().map(ClusterNames::instanceOf);
    }
}
