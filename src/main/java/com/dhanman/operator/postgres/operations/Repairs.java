package com.dhanman.operator.postgres.operations;

import com.dhanman.operator.postgres.operations.Situation.Repair;
import com.dhanman.operator.postgres.patroni.ClusterState;
import com.dhanman.operator.postgres.patroni.InstanceRows;
import com.dhanman.operator.postgres.patroni.Member;
import com.dhanman.operator.postgres.patroni.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Clones a replica anew that cannot follow by itself. Patroni rewinds, and clones where that fails;
 * it does not where a replica lacks log that the primary has no more, or where PostgreSQL does not
 * start. Done only while a primary serves, never to a replica that counts as synchronous, which may
 * be needed, one at a time, and a bounded number of times.
 */
record Repairs(Situation situation) {
    /** Waited before the first, the second and the third attempt. */
    static final List<Duration> DELAYS =
            List.of(Duration.ofMinutes(3), Duration.ofMinutes(10), Duration.ofMinutes(30));

    /** Crash recovery of a large database, or catching up from an archive, takes its time. */
    private static final Duration RECOVERY = Duration.ofMinutes(30);

    private static final Repair NONE = new Repair(0, Instant.EPOCH, false);

    /** The attempt that is due, if any. */
    Optional<NextStep> step() {
        ClusterState state = situation.state();
        if (state.servingLeader().isEmpty() || state.members().stream().anyMatch(this::isCopying)) {
            return Optional.empty();
        }
        return stuck().flatMap(it -> step(it).stream()).findFirst();
    }

    /** Says that an instance is not tried to be repaired any more. */
    Optional<NextStep> givenUp() {
        return stuck().filter(it -> repair(it).attempts() >= DELAYS.size())
                .filter(it -> isDue(it, DELAYS.getFirst()))
                .findFirst()
                .map(this::givenUp);
    }

    private Stream<Member> stuck() {
        return situation.state().members().stream().filter(this::isStuck);
    }

    private Optional<NextStep> step(Member member) {
        Repair repair = repair(member);
        if (repair.announced()) {
            return Optional.of(attempt(member, repair.attempts()));
        }
        return repair.attempts() < DELAYS.size() && isDue(member, DELAYS.get(repair.attempts()))
                ? Optional.of(attempt(member, repair.attempts() + 1))
                : Optional.empty();
    }

    private boolean isDue(Member member, Duration delay) {
        return new Health(situation).isUnreadyFor(member, patience(member, delay))
                && !repair(member).last().plus(delay).isAfter(situation.now());
    }

    private Repair repair(Member member) {
        return situation.repairs().getOrDefault(member.instance(), NONE);
    }

    private NextStep givenUp(Member member) {
        return new NextStep.Wait(
                "RepairGaveUp",
                "%s cannot follow (%s) and was cloned anew %d times in vain. See"
                                .formatted(
                                        member.instance(),
                                        InstanceRows.state(member, false),
                                        repair(member).attempts())
                        + " kubectl logs "
                        + member.name()
                        + "; when the cause is mended, ask for it with "
                        + Request.example(Request.Kind.REINITIALIZE, member.instance())
                        + ".");
    }

    private static NextStep attempt(Member member, int number) {
        return new NextStep.Reinitialize(
                member,
                number,
                "%s cannot follow the primary (%s) and is cloned anew, attempt %d of %d."
                        .formatted(
                                member.instance(),
                                InstanceRows.state(member, false),
                                number,
                                DELAYS.size()));
    }

    private boolean isStuck(Member member) {
        ClusterState state = situation.state();
        return situation.wanted().runs(member.instance())
                && !state.isLeader(member)
                && !state.isSynchronous(member)
                && !state.isHealthy(member)
                && !situation.isOutdated(member)
                && !member.terminating()
                && member.started()
                && member.report().state().isPresent()
                && !member.report().isStreaming();
    }

    private boolean isCopying(Member member) {
        return member.started()
                && member.report().state().filter(Report.CREATING_REPLICA::equals).isPresent();
    }

    private static Duration patience(Member member, Duration delay) {
        Report report = member.report();
        boolean recovering =
                report.state().filter(Report.STARTING::equals).isPresent()
                        || report.replicationState().isPresent();
        return recovering && delay.compareTo(RECOVERY) < 0 ? RECOVERY : delay;
    }
}
