package com.dhanman.operator.postgres.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.Api;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresOperationStatus;
import com.dhanman.operator.kernel.Applier;
import com.dhanman.operator.kernel.Labels;
import com.dhanman.operator.postgres.patroni.ClusterState;
import com.dhanman.operator.postgres.patroni.Wanted;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The operator of a simulated cluster with its caches, which lag behind, and the resource in the
 * API server. Checks that each request comes to one outcome and keeps it.
 */
final class SimulatedOperator {
    /** The operator was killed in the middle of something. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    final Simulation world;
    final Set<String> fenced = new TreeSet<>();
    int wantedInstances = 3;
    boolean hibernated;
    int template;
    boolean mishaps = true;
    Progress last;

    private final Map<String, String> annotations = new HashMap<>();
    private List<PostgresOperationStatus> written = List.of();
    private final Deque<ClusterState> caches = new ArrayDeque<>();
    private final Map<String, PostgresOperationStatus> outcomes = new HashMap<>();
    private final Set<String> requested = new HashSet<>();
    private final SimulatedHands hands = new SimulatedHands(this);
    private Operations operations = start();
    private List<PostgresOperationStatus> cachedStatus = List.of();
    private ClusterState lookedAt;
    private long lookAgain;
    private boolean dirty = true;
    private int token;

    SimulatedOperator(Simulation world) {
        this.world = world;
    }

    private Operations start() {
        return new Operations(
                new GivenTime(() -> world().time()), it -> hands, it -> Optional.of(hands));
    }

    private Simulation world() {
        return world;
    }

    Wanted wanted() {
        return new Wanted(
                IntStream.rangeClosed(1, wantedInstances).mapToObj(it -> "main-" + it).toList(),
                Set.copyOf(fenced),
                hibernated,
                world.synchronous ? Math.min(1, wantedInstances - 1) : 0,
                false);
    }

    boolean isPaused() {
        return annotations.containsKey(Labels.PAUSED);
    }

    void pause(boolean paused) {
        if (paused) {
            annotations.put(Labels.PAUSED, "true");
        } else {
            annotations.remove(Labels.PAUSED);
        }
        dirty = true;
    }

    void changed() {
        dirty = true;
    }

    /** Asks for an operation, as somebody who annotates the resource. */
    void ask(String operation, String instance) {
        String value = (instance.isEmpty() ? "" : instance + "@") + ++token;
        annotations.put(Api.GROUP + "/" + operation, value);
        requested.removeIf(it -> it.startsWith(operation + " "));
        requested.add(operation + " " + value);
        dirty = true;
    }

    void withdraw(String operation) {
        annotations.remove(Api.GROUP + "/" + operation);
        requested.removeIf(it -> it.startsWith(operation + " "));
        dirty = true;
    }

    void kill() {
        operations = start();
        caches.clear();
        cachedStatus = written;
        dirty = true;
    }

    /** Reconciles where something changed, or it is time to look again. */
    void reconcile() {
        caches.addLast(world.state());
        while (caches.size() > 1 && (caches.size() > 3 || world.random.nextInt(10) < 7)) {
            caches.removeFirst();
        }
        ClusterState cached = caches.getFirst();
        if (!dirty && cached.equals(lookedAt) && world.now < lookAgain) {
            return;
        }
        lookedAt = cached;
        dirty = false;
        if (!mishaps || world.random.nextInt(5) != 0) {
            cachedStatus = written;
        }
        try {
            reconcile(cached);
        } catch (Killed e) {
            kill();
        }
    }

    private void reconcile(ClusterState cached) {
        PostgresCluster resource = OperatedCluster.resource(cachedStatus);
        resource.getMetadata().setAnnotations(new HashMap<>(annotations));
        if (!Applier.isPaused(resource)) {
            List<String> leaving = Leaving.of(wanted(), cached);
            if (caches.size() == 1) {
                hands.witness().goes(leaving);
            }
            world.declare(wanted(), leaving, template);
            world.wide = Widening.isUnderWay(resource);
        }
        last = operations.proceed(resource, wanted(), cached, world.sets());
        if (mishaps && world.random.nextInt(20) == 0) {
            dirty = true;
            return;
        }
        write(last.operations());
        lookAgain =
                last.again()
                        .map(it -> world.now + Math.max(1, it.toSeconds()))
                        .orElse(Long.MAX_VALUE);
    }

    private void write(List<PostgresOperationStatus> next) {
        for (PostgresOperationStatus it : next) {
            String key = it.name() + " " + it.request();
            PostgresOperationStatus outcome = outcomes.get(key);
            if (outcome != null && !it.name().equals(Ledger.REPAIR)) {
                assertThat(it.state()).as("%s after %s", it, outcome).isEqualTo(outcome.state());
            }
            if (!Ledger.isRunning(it)) {
                outcomes.put(key, it);
            }
        }
        dirty |= !next.equals(written) && next.stream().anyMatch(Ledger::isRunning);
        written = next;
    }

    /** Requests that have not come to an outcome, of those that still stand. */
    Set<String> open() {
        Set<String> open = new TreeSet<>(requested);
        open.removeAll(outcomes.keySet());
        return open;
    }

    /** Whether the operator knows what it wrote, and all that it did was written. */
    boolean isWritten() {
        return last != null && last.operations().equals(written) && cachedStatus.equals(written);
    }

    /** What runs as asked for, where that is certain for somebody outside. */
    Optional<PostgresOperationStatus> running(Request.Kind kind) {
        return isWritten() ? new Ledger(written).running(kind) : Optional.empty();
    }

    @Override
    public String toString() {
        return "%s%nannotations %s%nstatus %s%nlast %s%n%s"
                .formatted(
                        wanted(),
                        annotations,
                        written,
                        last == null ? "" : last.step() + " " + last.again(),
                        world);
    }
}
