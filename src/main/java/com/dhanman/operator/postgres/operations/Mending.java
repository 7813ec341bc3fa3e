package com.dhanman.operator.postgres.operations;

import com.dhanman.operator.postgres.patroni.ClusterState;
import com.dhanman.operator.postgres.patroni.InstanceRows;
import com.dhanman.operator.postgres.patroni.Member;
import com.dhanman.operator.postgres.patroni.Report;
import java.time.Duration;
import java.util.Optional;

/**
 * Replaces pods that do not work and were made of an older template: nobody else would, and the new
 * template may be what mends them. What does not serve cannot be taken down, so this does not wait
 * for the others.
 */
record Mending(Situation situation) {
    /** Time for crash recovery or a rewind, which would have to begin again. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Time for another instance to take over, which comes before mending the old leader. */
    private static final Duration ELECTION = Duration.ofSeconds(30);

    Optional<NextStep> step() {
        return situation.state().members().stream()
                .filter(it -> situation.wanted().runs(it.instance()))
                .filter(it -> situation.isOutdated(it) && !it.terminating())
                .filter(this::isBroken)
                .findFirst()
                .map(
                        it ->
                                new NextStep.DeletePod(
                                        it,
                                        "ReplacingBrokenPod",
                                        "%s does not work (%s) and is replaced by a pod of the"
                                                        .formatted(
                                                                it.instance(),
                                                                InstanceRows.state(it, false))
                                                + " current template."));
    }

    private boolean isBroken(Member member) {
        ClusterState state = situation.state();
        if (member.ready() || state.isHealthy(member)) {
            return false;
        }
        if (!member.started() && !state.isLeader(member)) {
            return true;
        }
        boolean copying =
                member.report().state().filter(Report.CREATING_REPLICA::equals).isPresent();
        return !(member.started() && copying)
                && new Health(situation).isUnreadyFor(member, PATIENCE);
    }
}
