package com.dhanman.operator.postgres.patroni;

import com.dhanman.operator.api.v1alpha1.PostgresInstanceStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a status tells of each instance, and how their commits are kept safe. */
public final class InstanceRows {
    private static final long MIB = 1024L * 1024;

    private InstanceRows() {}

    /** All instances that there should be, and those that still are. */
    public static List<PostgresInstanceStatus> of(Wanted wanted, ClusterState state) {
        List<PostgresInstanceStatus> rows = new ArrayList<>();
        for (String instance : wanted.instances()) {
            rows.add(
                    state.instance(instance)
                            .map(it -> row(it, state))
                            .orElseGet(() -> absent(instance, wanted)));
        }
        state.members().stream()
                .filter(it -> !wanted.instances().contains(it.instance()))
                .forEach(it -> rows.add(row(it, state)));
        return List.copyOf(rows);
    }

    /** How commits are kept safe, such as `Synchronous (main-2)`. */
    public static String replication(ClusterState state) {
        if (state.configuration().standby()) {
            return "Standby";
        }
        List<String> standbys =
                state.synchronousCopies() == 0
                        ? List.of()
                        : state.members().stream()
                                .filter(state::isSynchronous)
                                .map(Member::instance)
                                .toList();
        String names = standbys.isEmpty() ? "no replica" : String.join(", ", standbys);
        return switch (state.configuration().mode()) {
            case ASYNCHRONOUS -> "Asynchronous";
            case SYNCHRONOUS -> "Synchronous (" + names + ")";
            case QUORUM ->
                    standbys.isEmpty()
                            ? "Quorum (no replica)"
                            : "Quorum (%d of %s)".formatted(state.synchronousCopies(), names);
        };
    }

    /**
     * How far behind, in steps that are rarely taken: a status that tells each byte would be
     * written all the time.
     */
    public static String lag(long bytes) {
        long mib = bytes / MIB;
        if (mib < 16) {
            return "0 MiB";
        }
        long step = Long.highestOneBit(mib);
        return step < 1024 ? step + " MiB" : step / 1024 + " GiB";
    }

    /** What a member does, in Patroni's words where it runs, otherwise in Kubernetes'. */
    public static String state(Member member, boolean leads) {
        if (member.terminating()) {
            return "terminating";
        }
        if (!member.started()) {
            return member.trouble().orElse("starting its container");
        }
        Report report = member.report();
        Optional<String> following = leads ? Optional.empty() : report.replicationState();
        return following.or(report::state).orElse("unknown");
    }

    private static PostgresInstanceStatus row(Member member, ClusterState state) {
        boolean leads = state.isLeader(member);
        OptionalLong lag = leads ? OptionalLong.empty() : state.lag(member);
        return new PostgresInstanceStatus(
                member.instance(),
                member.node().orElse(null),
                role(leads, state),
                state(member, leads),
                member.report().timeline().isPresent()
                        ? member.report().timeline().getAsInt()
                        : null,
                lag.isPresent() ? lag(lag.getAsLong()) : null,
                member.report().pendingRestart().isEmpty()
                        ? null
                        : member.report().pendingRestart().keySet().stream()
                                .map(it -> it.equals(Report.UNNAMED) ? "unknown" : it)
                                .sorted()
                                .toList());
    }

    private static String role(boolean leads, ClusterState state) {
        if (!leads) {
            return "Replica";
        }
        return state.configuration().standby() ? "StandbyLeader" : "Primary";
    }

    private static PostgresInstanceStatus absent(String instance, Wanted wanted) {
        boolean fenced = !wanted.hibernated() && wanted.fenced().contains(instance);
        return new PostgresInstanceStatus(
                instance,
                null,
                fenced ? "Fenced" : "Stopped",
                wanted.runs(instance) ? "no pod" : "stopped",
                null,
                null,
                null);
    }
}
