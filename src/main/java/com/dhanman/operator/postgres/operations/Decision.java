package com.dhanman.operator.postgres.operations;

import com.dhanman.operator.postgres.operations.Situation.Task;
import com.dhanman.operator.postgres.patroni.ClusterState;
import com.dhanman.operator.postgres.patroni.InstanceRows;
import com.dhanman.operator.postgres.patroni.Member;
import com.dhanman.operator.postgres.patroni.Wanted;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Decides on the next step: what is urgent or mends first, what is asked for next, then the rest.
 * What waits for instances does not keep them from being repaired, nor does a repair that was given
 * up keep them from a restart that may help.
 */
final class Decision {
    private final Situation situation;
    private final Wanted wanted;
    private final ClusterState state;
    private final Candidates candidates;
    private final Health health;

    Decision(Situation situation) {
        this.situation = situation;
        this.wanted = situation.wanted();
        this.state = situation.state();
        this.candidates = new Candidates(situation);
        this.health = new Health(situation);
    }

    NextStep step() {
        if (wanted.hibernated()) {
            return new NextStep.Rest("Hibernated", "No instance is to run.");
        }
        Repairs repairs = new Repairs(situation);
        Optional<NextStep> renewal = new Rolling(situation).step();
        return Stream.<Supplier<Optional<NextStep>>>of(
                        this::labels,
                        new Mending(situation)::step,
                        this::standstill,
                        this::handOver,
                        () -> leave().filter(NextStep::isDisruptive),
                        () -> cloneAnew().filter(NextStep::isDisruptive),
                        repairs::step,
                        this::leave,
                        this::cloneAnew,
                        () -> renewal.filter(NextStep::isDisruptive),
                        repairs::givenUp,
                        () -> renewal)
                .flatMap(it -> it.get().stream())
                .findFirst()
                .orElse(new NextStep.Rest("Nothing", "There is nothing to do."));
    }

    private Optional<NextStep> labels() {
        return state.labelsToRemove().stream()
                .findFirst()
                .<NextStep>map(
                        it ->
                                new NextStep.Relabel(
                                        it,
                                        false,
                                        "%s is still labelled as the primary, but %s leads."
                                                .formatted(
                                                        it.instance(),
                                                        state.lock().holder().orElseThrow())))
                .or(
                        () ->
                                state.labelToAdd()
                                        .map(
                                                it ->
                                                        new NextStep.Relabel(
                                                                it,
                                                                true,
                                                                "%s leads without the label by which clients find it."
                                                                        .formatted(
                                                                                it.instance()))));
    }

    private Optional<NextStep> standstill() {
        if (state.switchover()) {
            return wait("SwitchingOver", "A switchover is under way.");
        }
        if (state.servingLeader().isEmpty()) {
            return wait("NoPrimary", "Nothing is done to instances while no primary serves.");
        }
        if (state.configuration().paused()) {
            return wait(
                    "PatroniPaused",
                    "Patroni is in maintenance mode: nothing is restarted or repaired until"
                            + " patronictl resume.");
        }
        return Optional.empty();
    }

    private Optional<NextStep> handOver() {
        return task(Task.HandOver.class).map(this::handOver);
    }

    private NextStep handOver(Task.HandOver task) {
        Member leader = state.servingLeader().orElseThrow();
        if (task.asked()) {
            return new NextStep.Wait("SwitchingOver", leader.instance() + " hands over.");
        }
        Optional<Member> to = task.to().isEmpty() ? candidates.best() : state.instance(task.to());
        Optional<String> problem =
                to.map(candidates::problem)
                        .orElse(
                                Optional.of(
                                        task.to().isEmpty()
                                                ? "no replica can take over"
                                                : task.to() + " has no pod"));
        boolean widening =
                problem.isPresent()
                        && Widening.isPossible(state)
                        && to.map(candidates::obstacle).filter(Optional::isEmpty).isPresent();
        if (widening && !task.to().isEmpty()) {
            return new NextStep.Wait(
                    "MakingSynchronous",
                    task.to() + " becomes a synchronous replica first, so that it lacks nothing.");
        }
        return problem.<NextStep>map(
                        it -> new NextStep.Wait("NoCandidate", "Cannot switch over: " + it + "."))
                .orElseGet(
                        () ->
                                new NextStep.SwitchOver(
                                        leader,
                                        to.orElseThrow(),
                                        "Switching over from %s to %s, as asked for."
                                                .formatted(
                                                        leader.instance(),
                                                        to.orElseThrow().instance())));
    }

    /** A leader that is fenced or no longer wanted hands over before it goes. */
    private Optional<NextStep> leave() {
        return state.servingLeader()
                .filter(it -> !wanted.runs(it.instance()))
                .filter(it -> !wanted.running().isEmpty())
                .map(
                        leader ->
                                candidates
                                        .best()
                                        .<NextStep>map(
                                                to ->
                                                        new NextStep.SwitchOver(
                                                                leader,
                                                                to,
                                                                "Switching over from %s, which is"
                                                                                .formatted(
                                                                                        leader
                                                                                                .instance())
                                                                        + " to stop, to "
                                                                        + to.instance()
                                                                        + "."))
                                        .orElseGet(
                                                () ->
                                                        new NextStep.Wait(
                                                                "NoCandidate",
                                                                leader.instance()
                                                                        + " is to stop, but no"
                                                                        + " replica can take"
                                                                        + " over.")));
    }

    private Optional<NextStep> cloneAnew() {
        return task(Task.CloneAnew.class).map(this::cloneAnew);
    }

    private NextStep cloneAnew(Task.CloneAnew task) {
        Optional<Member> member = state.instance(task.instance());
        if (task.asked() || member.isEmpty() || state.isLeader(member.get())) {
            return new NextStep.Wait(
                    "Reinitializing",
                    member.map(
                                    it ->
                                            "%s copies the primary's data (%s)."
                                                    .formatted(
                                                            it.instance(),
                                                            InstanceRows.state(it, false)))
                            .orElse(task.instance() + " has no pod yet."));
        }
        Optional<String> missing =
                isOfNoUse(member.get()) ? Optional.empty() : health.othersLack(member.get());
        return missing.<NextStep>map(
                        it ->
                                new NextStep.Wait(
                                        "WaitingForInstances",
                                        "%s is to be cloned anew as soon as all others are"
                                                        .formatted(task.instance())
                                                + " healthy; waiting for "
                                                + it
                                                + "."))
                .orElseGet(
                        () ->
                                new NextStep.Reinitialize(
                                        member.get(),
                                        0,
                                        task.instance() + " is cloned anew, as asked for."));
    }

    /** One whose Patroni does not answer may still follow, and have what nobody else has. */
    private boolean isOfNoUse(Member member) {
        return !state.isHealthy(member)
                && !state.isSynchronous(member)
                && (member.report().state().isPresent() || !member.started());
    }

    private <T extends Task> Optional<T> task(Class<T> kind) {
        return situation.tasks().stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    private static Optional<NextStep> wait(String reason, String message) {
        return Optional.of(new NextStep.Wait(reason, message));
    }
}
