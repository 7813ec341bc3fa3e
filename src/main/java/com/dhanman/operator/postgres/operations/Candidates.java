package com.dhanman.operator.postgres.operations;

import com.dhanman.operator.postgres.patroni.ClusterState;
import com.dhanman.operator.postgres.patroni.Configuration;
import com.dhanman.operator.postgres.patroni.InstanceRows;
import com.dhanman.operator.postgres.patroni.Member;
import java.util.Comparator;
import java.util.Optional;

/** Which replica may lead, without losing anything. */
record Candidates(Situation situation) {
    /** The best of all: of the wanted template, with its settings in effect, and least behind. */
    Optional<Member> best() {
        ClusterState state = situation.state();
        return state.members().stream()
                .filter(it -> problem(it).isEmpty())
                .min(
                        Comparator.comparing(situation::isOutdated)
                                .thenComparing(it -> !it.report().pendingRestart().isEmpty())
                                .thenComparing(it -> state.lag(it).orElse(Long.MAX_VALUE))
                                .thenComparing(Member::instance));
    }

    /** Why a member cannot take over now; empty where it can. */
    Optional<String> problem(Member member) {
        return obstacle(member).or(() -> lack(member));
    }

    /** Why a member may lack commits that were acknowledged. */
    private Optional<String> lack(Member member) {
        ClusterState state = situation.state();
        boolean asynchronous =
                state.configuration().mode() == Configuration.Mode.ASYNCHRONOUS
                        || state.isSynchronous(member);
        return asynchronous
                ? Optional.empty()
                : Optional.of(
                        member.instance() + " is not a synchronous replica and may lack commits");
    }

    /** Why a member cannot take over even if it is made synchronous first. */
    Optional<String> obstacle(Member member) {
        ClusterState state = situation.state();
        String name = member.instance();
        if (state.isLeader(member)) {
            return Optional.of(name + " leads already");
        }
        if (!situation.wanted().runs(name)) {
            return Optional.of(name + " is not to run");
        }
        if (situation.tasks().contains(new Situation.Task.CloneAnew(name, true))) {
            return Optional.of(name + " is being cloned anew");
        }
        if (!state.follows(member)) {
            return Optional.of(
                    name
                            + " does not follow the primary ("
                            + InstanceRows.state(member, false)
                            + (member.ready() ? ")" : ", not ready)"));
        }
        if (!state.isNear(member)) {
            return Optional.of(
                    state.lag(member).isPresent()
                            ? name
                                    + " is "
                                    + InstanceRows.lag(state.lag(member).getAsLong())
                                    + " behind"
                            : "it is not known how far behind " + name + " is");
        }
        if (member.report().isTagged("nofailover")
                || "0".equals(member.report().tags().get("failover_priority"))) {
            return Optional.of(name + " has Patroni's tag nofailover");
        }
        return Optional.empty();
    }
}
