package com.dhanman.operator.postgres.operations;

import com.dhanman.operator.postgres.patroni.ClusterState;
import com.dhanman.operator.postgres.patroni.InstanceRows;
import com.dhanman.operator.postgres.patroni.Member;
import com.dhanman.operator.postgres.patroni.Wanted;
import java.time.Duration;
import java.util.Optional;

/** Whether the rest of a cluster can do without an instance for a while. */
record Health(Situation situation) {
    /** What keeps an instance from being taken down; empty where nothing does. */
    Optional<String> othersLack(Member target) {
        Wanted wanted = situation.wanted();
        ClusterState state = situation.state();
        Optional<String> instance =
                wanted.running().stream()
                        .filter(it -> !it.equals(target.instance()))
                        .flatMap(it -> lack(it).stream())
                        .findFirst();
        if (instance.isPresent() || state.configuration().standby()) {
            return instance;
        }
        int needed = wanted.possibleCopies() - (state.isHealthy(target) ? 0 : 1);
        return state.synchronousCopies() < needed
                ? Optional.of("a replica to become synchronous")
                : Optional.empty();
    }

    private Optional<String> lack(String instance) {
        ClusterState state = situation.state();
        Optional<Member> member = state.instance(instance);
        if (member.isEmpty()) {
            return Optional.of(instance + ", which has no pod");
        }
        if (!state.isHealthy(member.get())) {
            return Optional.of(
                    "%s (%s%s)"
                            .formatted(
                                    instance,
                                    InstanceRows.state(member.get(), state.isLeader(member.get())),
                                    member.get().ready() ? "" : ", not ready"));
        }
        return state.isLeader(member.get()) || state.isNear(member.get())
                ? Optional.empty()
                : Optional.of(instance + ", which is behind");
    }

    /** Whether a member has not been ready for so long. */
    boolean isUnreadyFor(Member member, Duration duration) {
        return !member.ready()
                && member.since()
                        .filter(it -> !it.plus(duration).isAfter(situation.now()))
                        .isPresent();
    }
}
