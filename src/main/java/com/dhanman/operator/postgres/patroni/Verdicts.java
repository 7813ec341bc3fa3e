package com.dhanman.operator.postgres.patroni;

import com.dhanman.operator.postgres.patroni.Report.PendingChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The conditions of a cluster, told from what its members do. */
public final class Verdicts {
    public static final String PRIMARY_READY = "PrimaryReady";
    public static final String REPLICAS_STREAMING = "ReplicasStreaming";
    public static final String SYNC_DEGRADED = "SyncDegraded";
    public static final String CONFIG_APPLIED = "ConfigApplied";

    public static final String HIBERNATED = "Hibernated";
    public static final String TAKING_OVER = "TakingOver";

    /** Reason of {@link #PRIMARY_READY} while a cluster follows a server outside of it. */
    public static final String FOLLOWS_SOURCE = "FollowsSource";

    private static final String ASLEEP =
            "The cluster is hibernated: no instance runs. Take hibernated out of the spec to wake"
                    + " it.";
    private static final int NAMED = 3;

    private final Wanted wanted;
    private final ClusterState state;

    private Verdicts(Wanted wanted, ClusterState state) {
        this.wanted = wanted;
        this.state = state;
    }

    /** All four, in the order in which they are of interest. */
    public static List<Verdict> of(Wanted wanted, ClusterState state) {
        Verdicts verdicts = new Verdicts(wanted, state);
        return List.of(
                verdicts.primaryReady(),
                verdicts.replicasStreaming(),
                verdicts.syncDegraded(),
                verdicts.configApplied());
    }

    private Verdict primaryReady() {
        Optional<Member> leader = state.servingLeader();
        if (leader.isPresent()) {
            String timeline =
                    leader.get().report().timeline().isPresent()
                            ? " on timeline " + leader.get().report().timeline().getAsInt()
                            : "";
            return state.configuration().standby()
                    ? primary(
                            false,
                            FOLLOWS_SOURCE,
                            leader.get().instance()
                                    + " follows the server outside of the cluster"
                                    + timeline
                                    + " and takes no writes. To make it a primary of its own, set"
                                    + " bootstrap.standbyOf.promote.")
                    : primary(
                            true,
                            "TakesWrites",
                            leader.get().instance() + " takes writes" + timeline + ".");
        }
        if (wanted.hibernated()) {
            return primary(false, HIBERNATED, ASLEEP);
        }
        if (state.systemId().isEmpty()) {
            return primary(
                    false,
                    "Initializing",
                    "The first instance makes the cluster's data."
                            + problems(wanted.running())
                            + " If it stays so, see the log of its pod.");
        }
        return state.leader().map(this::notServing).orElseGet(this::noLeader);
    }

    private Verdict notServing(Member leader) {
        if (leader.ready() && leader.report().isRunning() && !leader.terminating()) {
            return primary(
                    false, "TakingOver", leader.instance() + " leads and is about to take writes.");
        }
        return primary(
                false,
                "PrimaryNotServing",
                leader.instance()
                        + " leads, but "
                        + InstanceRows.state(leader, true)
                        + (leader.ready() ? "" : ", not ready")
                        + ". Another instance takes over when its lock runs out"
                        + promotable()
                        + ".");
    }

    private Verdict noLeader() {
        return primary(
                false,
                "NoPrimary",
                "No instance leads; another one takes over in a few seconds"
                        + promotable()
                        + "."
                        + problems(wanted.running()));
    }

    /** Who may be promoted, where that is not everybody. */
    private String promotable() {
        if (state.configuration().mode() == Configuration.Mode.ASYNCHRONOUS
                || state.synchrony().leader().isEmpty()) {
            return "";
        }
        String others = String.join(", ", state.synchrony().standbys());
        return ". Only those may that have every commit ("
                + state.synchrony().leader().get()
                + (others.isEmpty() ? "" : ", " + others)
                + "); if none of these comes back, see docs/postgres.md";
    }

    private Verdict primary(boolean status, String reason, String message) {
        return new Verdict(PRIMARY_READY, status, reason, message);
    }

    private Verdict replicasStreaming() {
        if (wanted.hibernated()) {
            return new Verdict(REPLICAS_STREAMING, false, HIBERNATED, ASLEEP);
        }
        List<String> replicas =
                wanted.running().stream().filter(it -> !isLeader(it)).sorted().toList();
        if (state.leader().isEmpty()) {
            return new Verdict(
                    REPLICAS_STREAMING,
                    false,
                    "NoPrimary",
                    "There is no primary to follow; see the condition PrimaryReady.");
        }
        List<String> behind = replicas.stream().filter(it -> !streams(it)).toList();
        if (behind.isEmpty()) {
            return allStreaming(replicas.size(), state.leader().get());
        }
        return new Verdict(
                REPLICAS_STREAMING,
                false,
                behind.stream().allMatch(this::isCopying) ? "Copying" : "ReplicaBehind",
                "%d of %d replicas stream.%s"
                        .formatted(
                                replicas.size() - behind.size(),
                                replicas.size(),
                                problems(behind)));
    }

    private static Verdict allStreaming(int replicas, Member leader) {
        return replicas == 0
                ? new Verdict(
                        REPLICAS_STREAMING,
                        true,
                        "NoReplicas",
                        "The one instance that should run leads; nothing follows it.")
                : new Verdict(
                        REPLICAS_STREAMING,
                        true,
                        "AllStreaming",
                        "%d of %d replicas stream from %s."
                                .formatted(replicas, replicas, leader.instance()));
    }

    private boolean isLeader(String instance) {
        return state.instance(instance).filter(state::isLeader).isPresent();
    }

    private boolean streams(String instance) {
        return state.instance(instance).filter(state::follows).isPresent();
    }

    private boolean isCopying(String instance) {
        return state.instance(instance)
                .flatMap(it -> it.report().state())
                .filter(Report.CREATING_REPLICA::equals)
                .isPresent();
    }

    /** What is wrong with instances, a few by name. */
    private String problems(List<String> instances) {
        List<String> problems = new ArrayList<>();
        for (String instance : instances) {
            Optional<Member> member = state.instance(instance);
            if (member.isEmpty()) {
                problems.add(
                        instance + " has no pod (kubectl describe statefulset " + instance + ")");
            } else if (!state.isHealthy(member.get())) {
                problems.add(instance + ": " + problem(member.get()));
            }
        }
        if (problems.isEmpty()) {
            return "";
        }
        String named = problems.stream().limit(NAMED).collect(Collectors.joining("; "));
        return " " + named + (problems.size() > NAMED ? "; and others." : ".");
    }

    private static String problem(Member member) {
        String state = InstanceRows.state(member, false);
        if (member.trouble().isPresent() || !member.started()) {
            return state + " (kubectl describe pod " + member.name() + ")";
        }
        return switch (state) {
            case Report.CREATING_REPLICA -> "copies the primary's data";
            case Report.STREAMING -> "streams, but is not ready";
            default -> state + " (kubectl logs " + member.name() + ")";
        };
    }

    private Verdict syncDegraded() {
        if (wanted.hibernated()) {
            return new Verdict(SYNC_DEGRADED, false, HIBERNATED, ASLEEP);
        }
        if (wanted.synchronousCopies() == 0 || state.configuration().standby()) {
            return new Verdict(
                    SYNC_DEGRADED,
                    false,
                    "Asynchronous",
                    "Commits do not wait for replicas: a failover may lose the latest.");
        }
        int copies = state.synchronousCopies();
        if (copies >= wanted.synchronousCopies()) {
            return new Verdict(
                    SYNC_DEGRADED,
                    false,
                    "AsDeclared",
                    "Each commit is on the primary and on %d replica%s when it is acknowledged."
                            .formatted(copies, copies == 1 ? "" : "s"));
        }
        String meaning =
                wanted.strict()
                        ? "Commits wait until there are enough."
                        : copies > 0
                                ? "The next failover still loses nothing."
                                : "The primary goes on alone: no other instance is promoted until"
                                        + " a replica has caught up.";
        return new Verdict(
                SYNC_DEGRADED,
                true,
                copies > 0 ? "TooFewCopies" : "NoCopies",
                "Commits are on %d replicas rather than %d when they are acknowledged. %s%s"
                        .formatted(
                                copies,
                                wanted.synchronousCopies(),
                                meaning,
                                problems(replicasByName())));
    }

    private List<String> replicasByName() {
        return wanted.running().stream().filter(it -> !isLeader(it)).toList();
    }

    private Verdict configApplied() {
        Map<String, PendingChange> changes = new TreeMap<>();
        TreeSet<String> instances = new TreeSet<>();
        for (Member member : state.members()) {
            if (wanted.runs(member.instance()) && !member.report().pendingRestart().isEmpty()) {
                changes.putAll(member.report().pendingRestart());
                instances.add(member.instance());
            }
        }
        if (changes.isEmpty()) {
            return new Verdict(CONFIG_APPLIED, true, "Applied", "No setting waits for a restart.");
        }
        return new Verdict(
                CONFIG_APPLIED,
                false,
                "RestartPending",
                "Takes effect with a restart of %s: %s. Instances are restarted one after the"
                                .formatted(
                                        String.join(", ", instances),
                                        changes.entrySet().stream()
                                                .map(Verdicts::change)
                                                .collect(Collectors.joining(", ")))
                        + " other as soon as all are healthy; see the condition Ready.");
    }

    private static String change(Map.Entry<String, PendingChange> change) {
        return change.getKey().equals(Report.UNNAMED)
                ? "a setting that Patroni does not name"
                : "%s (%s, then %s)"
                        .formatted(
                                change.getKey(), change.getValue().now(), change.getValue().then());
    }
}
