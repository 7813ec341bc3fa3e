package com.dhanman.operator.postgres.operations;

import com.dhanman.operator.postgres.operations.Situation.Task;
import com.dhanman.operator.postgres.patroni.ClusterState;
import com.dhanman.operator.postgres.patroni.InstanceRows;
import com.dhanman.operator.postgres.patroni.Member;
import com.dhanman.operator.postgres.patroni.Report;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Renews instances one after the other: for a new pod template, for settings that wait for a
 * restart, or because a restart was asked for. Replicas first, those that are not synchronous
 * before those that are; then the primary hands over and is renewed as a replica.
 */
final class Rolling {
    private final Situation situation;
    private final ClusterState state;
    private final Health health;
    private final Member leader;

    Rolling(Situation situation) {
        this.situation = situation;
        this.state = situation.state();
        this.health = new Health(situation);
        this.leader = state.servingLeader().orElse(null);
    }

    Optional<NextStep> step() {
        if (leader == null) {
            return Optional.empty();
        }
        Optional<Member> replica =
                state.members().stream()
                        .filter(it -> !state.isLeader(it))
                        .filter(this::isToBeRenewed)
                        .min(
                                Comparator.comparing(state::isSynchronous)
                                        .thenComparing(Member::instance));
        return replica.isPresent()
                ? replica.map(this::replica)
                : Optional.of(leader).filter(this::isToBeRenewed).map(it -> primary());
    }

    private boolean isToBeRenewed(Member member) {
        return situation.wanted().runs(member.instance())
                && (situation.isOutdated(member) || isAskedFor(member) || isPending(member));
    }

    private NextStep replica(Member member) {
        boolean named = isNamed(member);
        boolean mendable =
                named
                        && member.started()
                        && member.report().state().isPresent()
                        && member.report()
                                .state()
                                .filter(Report.CREATING_REPLICA::equals)
                                .isEmpty();
        if (!state.isHealthy(member) && !mendable) {
            return new NextStep.Wait(
                    "WaitingForInstances",
                    "%s is to be renewed (%s); waiting for it to follow the primary (%s)."
                            .formatted(
                                    member.instance(),
                                    why(member),
                                    InstanceRows.state(member, false)));
        }
        return health.othersLack(member)
                .map(it -> waiting(member, it))
                .orElseGet(() -> renew(member, "Renewing %s (%s)."));
    }

    private NextStep primary() {
        Optional<String> missing = health.othersLack(leader);
        if (missing.isPresent()) {
            return waiting(leader, missing.get());
        }
        boolean alone = situation.wanted().running().stream().allMatch(leader.instance()::equals);
        if (alone) {
            return renew(
                    leader,
                    "Renewing %s (%s), the one instance that runs: clients have to wait until it"
                            + " is back.");
        }
        if (isNamed(leader)) {
            return new NextStep.Restart(
                    leader,
                    false,
                    "Restarting the primary %s where it is, as asked for."
                            .formatted(leader.instance()));
        }
        boolean inPlace =
                !situation.isOutdated(leader) && !isAskedFor(leader) && Settings.shrink(leader);
        if (inPlace) {
            return renew(
                    leader,
                    "Restarting the primary %s where it is (%s): a value becomes smaller, and"
                            + " replicas must not have less than the primary.");
        }
        return handOver();
    }

    private NextStep handOver() {
        return new Candidates(situation)
                .best()
                .<NextStep>map(
                        it ->
                                new NextStep.SwitchOver(
                                        leader,
                                        it,
                                        "Switching over from %s, which is to be renewed (%s), to"
                                                        .formatted(leader.instance(), why(leader))
                                                + " "
                                                + it.instance()
                                                + "."))
                .orElseGet(
                        () ->
                                new NextStep.Wait(
                                        "NoCandidate",
                                        "The primary %s is to be renewed (%s); waiting for a replica"
                                                        .formatted(leader.instance(), why(leader))
                                                + " that can take over without loss."));
    }

    private NextStep renew(Member member, String text) {
        String message = text.formatted(member.instance(), why(member));
        return situation.isOutdated(member)
                ? new NextStep.DeletePod(member, "RollingOut", message)
                : new NextStep.Restart(member, !isAskedFor(member), message);
    }

    private NextStep waiting(Member member, String forWhat) {
        return new NextStep.Wait(
                "WaitingForInstances",
                "%s is to be renewed (%s); waiting for %s."
                        .formatted(member.instance(), why(member), forWhat));
    }

    private String why(Member member) {
        if (situation.isOutdated(member)) {
            return "its pod is of an older template";
        }
        return isAskedFor(member)
                ? "a restart was asked for"
                : "settings wait for a restart: "
                        + String.join(
                                ", ",
                                member.report().pendingRestart().keySet().stream()
                                        .sorted()
                                        .toList());
    }

    private boolean isPending(Member member) {
        return !situation.futile().contains(member.instance())
                && !member.report().pendingRestart().isEmpty()
                && (state.isLeader(member) || Settings.helps(member, Optional.of(leader)));
    }

    private boolean isAskedFor(Member member) {
        return restarts().stream().anyMatch(it -> it.left().contains(member.instance()));
    }

    private boolean isNamed(Member member) {
        return restarts().stream()
                .anyMatch(it -> it.named() && it.left().contains(member.instance()));
    }

    private List<Task.RestartAll> restarts() {
        return situation.tasks().stream()
                .filter(Task.RestartAll.class::isInstance)
                .map(Task.RestartAll.class::cast)
                .toList();
    }
}
