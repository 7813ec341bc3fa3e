package com.dhanman.operator.postgres.operations;

import com.dhanman.operator.postgres.patroni.ClusterState;
import com.dhanman.operator.postgres.patroni.Member;
import com.dhanman.operator.postgres.patroni.Wanted;
import java.util.Optional;

/** Which requests cannot be carried out, and what to do instead. */
record Admission(Situation situation) {
    static final String AGAIN = " and ask again with a new value.";

    /** Why a request is refused; empty where it is taken up. */
    Optional<String> refusal(Request request) {
        return general(request)
                .or(
                        () ->
                                switch (request.kind()) {
                                    case SWITCHOVER -> switchover(request);
                                    case RESTART -> Optional.empty();
                                    case REINITIALIZE -> reinitialize(request);
                                });
    }

    private Optional<String> general(Request request) {
        Wanted wanted = situation.wanted();
        if (wanted.hibernated()) {
            return Optional.of(
                    "The cluster is hibernated. Take hibernated out of the spec" + AGAIN);
        }
        if (situation.state().configuration().paused()) {
            return Optional.of(
                    "Patroni is in maintenance mode. End it with patronictl resume" + AGAIN);
        }
        if (request.instance().isEmpty()) {
            return request.kind() == Request.Kind.REINITIALIZE
                    ? Optional.of(
                            "It names no instance. Write "
                                    + Request.example(request.kind(), "INSTANCE")
                                    + ".")
                    : Optional.empty();
        }
        String instance = request.instance().get();
        if (!wanted.instances().contains(instance)) {
            return Optional.of(
                    "There is no instance \"%s\" but %s. Name one of these%s"
                            .formatted(instance, String.join(", ", wanted.instances()), AGAIN));
        }
        return wanted.runs(instance)
                ? Optional.empty()
                : Optional.of(instance + " is fenced. Take it off spec.fenced" + AGAIN);
    }

    private Optional<String> switchover(Request request) {
        ClusterState state = situation.state();
        Candidates candidates = new Candidates(situation);
        if (situation.wanted().running().size() < 2) {
            return Optional.of(
                    "Only one instance runs, so that there is none to hand over to. Raise"
                            + " instances"
                            + AGAIN);
        }
        if (state.servingLeader().isEmpty()) {
            return Optional.of(
                    "No primary serves that could hand over. Wait for the condition PrimaryReady"
                            + AGAIN);
        }
        if (request.instance().isEmpty()) {
            return candidates.best().isPresent()
                    ? Optional.empty()
                    : Optional.of(
                            "No replica can take over without loss. Wait for the conditions"
                                    + " ReplicasStreaming to be True and SyncDegraded to be False"
                                    + AGAIN);
        }
        Optional<Member> member = state.instance(request.instance().get());
        return member.map(Widening.isPossible(state) ? candidates::obstacle : candidates::problem)
                .orElse(Optional.of(request.instance().get() + " has no pod"))
                .map(
                        it ->
                                it
                                        + ". "
                                        + candidates
                                                .best()
                                                .filter(
                                                        best ->
                                                                !member.filter(best::equals)
                                                                        .isPresent())
                                                .map(best -> "Name " + best.instance())
                                                .orElse("Wait until it follows the primary")
                                        + AGAIN);
    }

    private Optional<String> reinitialize(Request request) {
        ClusterState state = situation.state();
        String instance = request.instance().orElseThrow();
        Optional<Member> member = state.instance(instance);
        if (situation.wanted().running().size() < 2) {
            return Optional.of(
                    instance
                            + " is the only instance: its data is the only copy, and there is none"
                            + " to clone. Restore a backup instead.");
        }
        if (member.filter(state::isLeader).isPresent()) {
            return Optional.of(
                    "%s is the primary. Switch over first, with %s,%s"
                            .formatted(
                                    instance,
                                    Request.example(Request.Kind.SWITCHOVER, "INSTANCE"),
                                    AGAIN));
        }
        if (member.isEmpty()) {
            return Optional.of(
                    instance + " has no pod. See kubectl describe statefulset " + instance + AGAIN);
        }
        return state.servingLeader().isPresent()
                ? Optional.empty()
                : Optional.of(
                        "No primary serves that could be cloned: the data of %s may be needed."
                                        .formatted(instance)
                                + " Wait for the condition PrimaryReady"
                                + AGAIN);
    }
}
