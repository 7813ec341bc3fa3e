package com.dhanman.operator.postgres.operations;

import com.dhanman.operator.postgres.ClusterNames;
import com.dhanman.operator.postgres.patroni.Filled;
import com.dhanman.operator.postgres.patroni.Member;
import com.dhanman.operator.postgres.patroni.Report;
import com.dhanman.operator.postgres.patroni.Report.PendingChange;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** One instance: its StatefulSet, its volume, its pod, its PostgreSQL. Times are in seconds. */
final class SimulatedInstance {
    /** What its container is at. */
    enum Doing {
        NOTHING,
        STARTING,
        RUNNING,
        COPYING
    }

    static final long HEAD = 1L << 40;

    final String name;

    // StatefulSet
    boolean declared;
    boolean scaledUp = true;
    int template;

    // Volume
    boolean data;
    boolean diverged;

    // Pod
    boolean pod;
    int uid;
    int version;
    int podTemplate;
    long startsAt;
    long goneAt;
    long notBefore;
    boolean ready;
    long since;
    String role = ClusterNames.REPLICA;
    boolean writes;

    // PostgreSQL
    Doing doing = Doing.NOTHING;
    long until;
    long startedAt;
    int timeline;
    boolean streaming;
    long hiccupUntil;
    long lag;
    int connections;

    SimulatedInstance(String name) {
        this.name = name;
    }

    String member() {
        return ClusterNames.pod(name);
    }

    boolean terminating() {
        return pod && goneAt > 0;
    }

    boolean runs() {
        return pod && !terminating() && doing == Doing.RUNNING;
    }

    void touch() {
        version++;
    }

    String revision() {
        return name + "-" + template;
    }

    /** The pod as Kubernetes tells it, with what Patroni wrote into its annotation. */
    Member seen(boolean leads, int wantedConnections, long now) {
        return new Member(
                member(),
                name,
                "uid-" + name + uid,
                Integer.toString(version),
                Optional.of("node-" + name),
                Optional.of("10.0.0.1"),
                ready,
                Optional.of(Instant.ofEpochSecond(since)),
                terminating(),
                now >= startsAt && doing != Doing.NOTHING,
                Optional.empty(),
                Optional.of(name + "-" + podTemplate),
                Optional.of(role),
                writes,
                new Filled(Map.of()),
                report(leads, wantedConnections, false));
    }

    /**
     * What Patroni says.
     *
     * @param answer whether in answer to a request, which tells when PostgreSQL was started
     */
    Report report(boolean leads, int wantedConnections, boolean answer) {
        boolean running = doing == Doing.RUNNING;
        return new Report(
                switch (doing) {
                    case NOTHING -> Optional.of("stopped");
                    case STARTING -> Optional.of(Report.STARTING);
                    case RUNNING -> Optional.of(Report.RUNNING);
                    case COPYING -> Optional.of(Report.CREATING_REPLICA);
                },
                Optional.of(leads ? "primary" : "replica"),
                running && !leads && streaming ? Optional.of(Report.STREAMING) : Optional.empty(),
                running ? OptionalInt.of(timeline) : OptionalInt.empty(),
                running ? OptionalLong.of(HEAD - (leads ? 0 : lag)) : OptionalLong.empty(),
                OptionalLong.empty(),
                running ? pending(wantedConnections) : Map.of(),
                Optional.of("4.1.4"),
                OptionalInt.empty(),
                answer && running
                        ? Optional.of(Instant.ofEpochSecond(startedAt))
                        : Optional.empty(),
                Map.of());
    }

    private Map<String, PendingChange> pending(int wanted) {
        return wanted == connections
                ? Map.of()
                : Map.of(
                        "max_connections",
                        new PendingChange(Integer.toString(connections), Integer.toString(wanted)));
    }

    @Override
    public String toString() {
        return "%s{%s%s%s %s%s%s template %d of %d, timeline %d, connections %d%s%s}"
                .formatted(
                        name,
                        declared ? "" : "undeclared ",
                        scaledUp ? "" : "stopped ",
                        pod ? "pod" : "no pod",
                        doing,
                        ready ? " ready" : "",
                        writes ? " writes" : "",
                        podTemplate,
                        template,
                        timeline,
                        connections,
                        data ? "" : " no data",
                        diverged ? " diverged" : "");
    }
}
