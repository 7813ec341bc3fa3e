package com.dhanman.operator.postgres.operations;

import com.dhanman.operator.postgres.ClusterNames;
import com.dhanman.operator.postgres.operations.SimulatedInstance.Doing;
import com.dhanman.operator.postgres.patroni.ClusterState;
import com.dhanman.operator.postgres.patroni.Configuration;
import com.dhanman.operator.postgres.patroni.Lock;
import com.dhanman.operator.postgres.patroni.Promotion;
import com.dhanman.operator.postgres.patroni.Synchrony;
import com.dhanman.operator.postgres.patroni.Wanted;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Kubernetes and Patroni as far as operations notice them: pods come, go and become ready, one
 * member holds the lock, in synchronous mode only members with all commits may take it over.
 */
final class Simulation {
    private static final long TTL = 20;
    private static final long FAR_BEHIND = 100L * 1024 * 1024;

    final Map<String, SimulatedInstance> instances = new TreeMap<>();
    final Random random;
    final boolean synchronous;
    long now = Situations.NOW.getEpochSecond();
    int connections = 100;
    double cloneFails;

    /** All replicas are to be synchronous, and not one alone. */
    boolean wide;

    private String holder = "";
    private long renewed;
    private int transitions;
    private int timeline = 1;
    private String syncLeader = "";
    private Set<String> standbys = new LinkedHashSet<>();
    private long failoverUntil;
    private List<Promotion> history = List.of();

    Simulation(Random random, boolean synchronous) {
        this.random = random;
        this.synchronous = synchronous;
        for (int i = 1; i <= 4; i++) {
            SimulatedInstance instance = new SimulatedInstance("main-" + i);
            instance.connections = connections;
            instance.podTemplate = 0;
            instances.put(instance.name, instance);
        }
        SimulatedInstance first = instances.get("main-1");
        first.data = true;
        holder = first.member();
        renewed = now;
    }

    /** A second passes. */
    void tick() {
        now++;
        instances.values().forEach(this::kubernetes);
        instances.values().forEach(this::postgres);
        elect();
        synchronise();
        instances.values().forEach(this::probe);
    }

    private void kubernetes(SimulatedInstance it) {
        if (it.terminating() && now >= it.goneAt) {
            remove(it);
        }
        if (it.pod && !it.terminating() && !(it.declared && it.scaledUp)) {
            terminate(it);
        }
        if (!it.pod && it.declared && it.scaledUp && now >= it.notBefore) {
            it.pod = true;
            it.uid++;
            it.podTemplate = it.template;
            it.startsAt = now + 1 + random.nextInt(3);
            it.goneAt = 0;
            it.ready = false;
            it.since = now;
            it.role = ClusterNames.REPLICA;
            it.writes = false;
            it.doing = Doing.NOTHING;
            it.touch();
        }
    }

    void terminate(SimulatedInstance it) {
        it.goneAt = now + 1 + random.nextInt(3);
        it.doing = Doing.NOTHING;
        it.touch();
    }

    /** The pod is gone; one that was told to go gave the lock back. */
    void remove(SimulatedInstance it) {
        if (it.terminating() && leads(it)) {
            holder = "";
        }
        it.pod = false;
        it.goneAt = 0;
        it.ready = false;
        it.streaming = false;
        it.doing = Doing.NOTHING;
        it.touch();
    }

    private void postgres(SimulatedInstance it) {
        if (!it.pod || it.terminating() || now < it.startsAt) {
            return;
        }
        Optional<SimulatedInstance> leader = leader().filter(SimulatedInstance::runs);
        if (it.doing == Doing.NOTHING) {
            boolean copies = !it.data && leader.isPresent() && !leads(it);
            it.doing = it.data ? Doing.STARTING : copies ? Doing.COPYING : Doing.NOTHING;
            it.until = now + 1 + random.nextInt(copies ? 6 : 3);
            it.touch();
        } else if (it.doing == Doing.STARTING && now >= it.until) {
            run(it, leader);
        } else if (it.doing == Doing.COPYING && now >= it.until && leader.isPresent()) {
            it.data = true;
            it.diverged = random.nextDouble() < cloneFails;
            run(it, leader);
        }
        boolean streams =
                it.runs()
                        && leader.isPresent()
                        && !leads(it)
                        && !it.diverged
                        && now >= it.hiccupUntil;
        if (streams && it.timeline != leader.get().timeline) {
            it.timeline = leader.get().timeline;
        }
        if (streams != it.streaming) {
            it.streaming = streams;
            it.touch();
        }
    }

    private void run(SimulatedInstance it, Optional<SimulatedInstance> leader) {
        it.doing = Doing.RUNNING;
        it.startedAt = now;
        it.timeline = leads(it) ? timeline : it.timeline;
        it.connections =
                leads(it)
                        ? connections
                        : Math.max(connections, leader.map(l -> l.connections).orElse(0));
        it.lag = random.nextInt(20) == 0 ? FAR_BEHIND : 0;
        if (leads(it)) {
            it.role = ClusterNames.PRIMARY;
            it.writes = true;
        } else {
            it.role = ClusterNames.REPLICA;
            it.writes &= random.nextInt(5) == 0;
        }
        it.touch();
    }

    private void elect() {
        Optional<SimulatedInstance> leader = leader();
        if (leader.filter(SimulatedInstance::runs).isPresent()) {
            renewed = now;
            return;
        }
        if (!holder.isEmpty() && now - renewed < TTL) {
            return;
        }
        List<SimulatedInstance> candidates =
                instances.values().stream()
                        .filter(it -> it.runs() && it.data && !it.diverged)
                        .filter(it -> synchronous ? mayHaveAll(it) : it.lag == 0)
                        .toList();
        if (!candidates.isEmpty()) {
            leader.filter(it -> it.data).ifPresent(this::maybeDiverges);
            promote(candidates.get(random.nextInt(candidates.size())));
        }
    }

    private boolean mayHaveAll(SimulatedInstance it) {
        return syncLeader.isEmpty()
                || syncLeader.equals(it.member())
                || standbys.contains(it.member());
    }

    private void maybeDiverges(SimulatedInstance old) {
        old.diverged |= random.nextInt(6) == 0;
    }

    void promote(SimulatedInstance it) {
        holder = it.member();
        renewed = now;
        transitions++;
        history =
                List.of(new Promotion(timeline, 0, "", Optional.empty(), Optional.of(it.member())));
        it.timeline = ++timeline;
        it.lag = 0;
        it.role = ClusterNames.PRIMARY;
        it.writes = random.nextInt(20) != 0;
        it.streaming = false;
        it.touch();
        for (SimulatedInstance other : instances.values()) {
            if (other != it && other.writes && random.nextInt(5) != 0) {
                other.writes = false;
                other.touch();
            }
        }
        syncLeader = synchronous ? holder : "";
        standbys.clear();
    }

    private void synchronise() {
        Optional<SimulatedInstance> leader = leader().filter(SimulatedInstance::runs);
        if (!synchronous || leader.isEmpty() || now % 3 != 0) {
            return;
        }
        syncLeader = holder;
        standbys.removeIf(it -> !instances.get(ClusterNames.instanceOf(it)).streaming);
        instances.values().stream()
                .filter(it -> it.streaming && it.lag == 0)
                .filter(it -> wide || standbys.isEmpty())
                .forEach(it -> standbys.add(it.member()));
        while (!wide && standbys.size() > 1) {
            standbys.remove(standbys.iterator().next());
        }
    }

    private void probe(SimulatedInstance it) {
        boolean ready = it.runs() && (leads(it) || it.streaming);
        if (it.pod && ready != it.ready) {
            it.ready = ready;
            it.since = now;
            it.touch();
        }
        if (it.lag > 0 && random.nextInt(15) == 0) {
            it.lag = 0;
            it.touch();
        }
    }

    /** The old leader becomes a replica, the candidate leads. */
    void switchOver(SimulatedInstance from, SimulatedInstance to) {
        promote(to);
        from.doing = Doing.STARTING;
        from.until = now + 1 + random.nextInt(3);
        from.touch();
    }

    /** Patroni is busy with a switchover for a while. */
    void busy() {
        failoverUntil = now + 5;
    }

    void restart(SimulatedInstance it) {
        it.doing = it.data ? Doing.STARTING : Doing.NOTHING;
        it.until = now + 1 + random.nextInt(3);
        it.streaming = false;
        it.touch();
    }

    void cloneAnew(SimulatedInstance it) {
        it.data = false;
        it.doing = Doing.COPYING;
        it.until = now + 1 + random.nextInt(6);
        it.streaming = false;
        it.touch();
    }

    void stumble(SimulatedInstance it) {
        it.hiccupUntil = now + 1 + random.nextInt(60);
        it.lag = random.nextBoolean() ? FAR_BEHIND : 0;
    }

    boolean leads(SimulatedInstance it) {
        return it.member().equals(holder);
    }

    Optional<SimulatedInstance> leader() {
        return instances.values().stream().filter(this::leads).findFirst();
    }

    boolean isSynchronous(SimulatedInstance it) {
        return holder.equals(syncLeader) && standbys.contains(it.member());
    }

    /** Whether it may be the only one with all commits. */
    boolean mayBeNeeded(SimulatedInstance it) {
        return leads(it) || (!syncLeader.isEmpty() && mayHaveAll(it));
    }

    boolean hasCopy() {
        return !synchronous || (holder.equals(syncLeader) && !standbys.isEmpty());
    }

    /** Whether it does what it should. */
    boolean isWell(SimulatedInstance it) {
        return it.pod
                && it.ready
                && it.runs()
                && (leads(it) ? it.writes : leaderServes() && it.timeline == timeline);
    }

    boolean leaderServes() {
        return leader().filter(it -> it.runs() && it.ready && it.writes).isPresent();
    }

    ClusterState state() {
        return new ClusterState(
                instances.values().stream()
                        .filter(it -> it.pod)
                        .map(it -> it.seen(leads(it), connections, now))
                        .toList(),
                new Lock(
                        Optional.of(holder).filter(it -> !it.isEmpty()),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(TTL),
                        transitions,
                        OptionalLong.empty()),
                new Synchrony(
                        Optional.of(syncLeader).filter(it -> !it.isEmpty()),
                        new ArrayList<>(standbys),
                        0),
                new Configuration(
                        false,
                        false,
                        synchronous
                                ? Configuration.Mode.SYNCHRONOUS
                                : Configuration.Mode.ASYNCHRONOUS),
                now < failoverUntil,
                Optional.of("7710585781444034600"),
                history);
    }

    /** StatefulSets as the operator's cache has them. */
    List<StatefulSet> sets() {
        return instances.values().stream()
                .filter(it -> it.declared)
                .map(
                        it ->
                                new StatefulSetBuilder()
                                        .withNewMetadata()
                                        .withName(it.name)
                                        .withGeneration(1L)
                                        .endMetadata()
                                        .withNewStatus()
                                        .withObservedGeneration(1L)
                                        .withUpdateRevision(it.revision())
                                        .endStatus()
                                        .build())
                .toList();
    }

    /** What the operator does to StatefulSets before it looks at operations. */
    void declare(Wanted wanted, List<String> leaving, int template) {
        for (SimulatedInstance it : instances.values()) {
            it.declared = wanted.instances().contains(it.name) || leaving.contains(it.name);
            it.scaledUp = !wanted.hibernated() && !wanted.fenced().contains(it.name);
            it.template = template;
        }
    }

    Instant time() {
        return Instant.ofEpochSecond(now);
    }

    @Override
    public String toString() {
        return "%s leads, synchronous %s of %s, timeline %d, connections %d, %s"
                .formatted(holder, standbys, syncLeader, timeline, connections, instances.values());
    }
}
