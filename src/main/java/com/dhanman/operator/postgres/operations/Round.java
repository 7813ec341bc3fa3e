package com.dhanman.operator.postgres.operations;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresOperationStatus;
import com.dhanman.operator.kernel.Applier;
import com.dhanman.operator.kernel.Labels;
import com.dhanman.operator.postgres.operations.Ending.Phase;
import com.dhanman.operator.postgres.operations.Situation.Repair;
import com.dhanman.operator.postgres.operations.Situation.Task;
import com.dhanman.operator.postgres.patroni.ClusterState;
import com.dhanman.operator.postgres.patroni.Member;
import com.dhanman.operator.postgres.patroni.Patroni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** One look at the operations of one cluster. */
final class Round {
    /** Until what was begun is found in the status. */
    private static final Duration WRITTEN = Duration.ofMillis(300);

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);

    private final PostgresCluster cluster;
    private final Memory memory;
    private final List<Request> requests;
    private Situation situation;

    Round(PostgresCluster cluster, Memory memory, Situation cached) {
        this.cluster = cluster;
        this.memory = memory;
        this.requests = Request.all(cluster);
        this.situation = cached;
    }

    Progress proceed(Hands hands, Supplier<Optional<Patroni>> open) {
        if (Applier.isPaused(cluster)) {
            return paused();
        }
        withdraw();
        refresh(situation.state());
        NextStep step = NextStep.of(situation);
        boolean news = requests.stream().anyMatch(memory.ledger()::isNew);
        if (!news && !memory.ledger().isBusy() && !isToBeDone(step)) {
            return rest(step);
        }
        refresh(hands.look());
        if (NextStep.of(situation) instanceof NextStep.Relabel wrong) {
            hands.label(wrong.member(), wrong.writes());
            return progress(wrong, SOON);
        }
        try (Patroni patroni = open.get().orElse(null)) {
            return patroni == null
                    ? progress(
                            new NextStep.Wait(
                                    "NoCredentials",
                                    "Waiting for the certificate by which Patroni is asked."),
                            LATER)
                    : proceed(hands, patroni);
        }
    }

    private Progress proceed(Hands hands, Patroni patroni) {
        refresh(situation.state().with(patroni.reports(situation.state().members())));
        Ledger before = memory.ledger();
        end();
        takeUp();
        refresh(situation.state());
        if (isUnwritten() || !memory.ledger().equals(before)) {
            return progress(
                    new NextStep.Wait(
                            "WritingDown",
                            "What was asked for and what came of it is written down."),
                    WRITTEN);
        }
        NextStep decided = NextStep.of(situation);
        NextStep step =
                memory.setback(situation.now())
                        .filter(it -> decided.isDisruptive())
                        .<NextStep>map(it -> new NextStep.Wait("PatroniRefused", it.text()))
                        .orElse(decided);
        boolean done = new Execution(memory, hands, patroni, situation).carryOut(step);
        tell(step);
        if (isUnwritten()) {
            return progress(step, WRITTEN);
        }
        return done ? progress(step, SOON) : rest(step);
    }

    private static boolean isToBeDone(NextStep step) {
        return step.isDisruptive() || step instanceof NextStep.Relabel;
    }

    /** The situation with another state, and with what is written down by now. */
    private void refresh(ClusterState state) {
        Situation bare =
                new Situation(
                        situation.wanted(),
                        state,
                        situation.revisions(),
                        List.of(),
                        Map.of(),
                        Set.of(),
                        situation.now());
        situation =
                new Situation(
                        bare.wanted(),
                        state,
                        bare.revisions(),
                        tasks(bare),
                        repairs(bare),
                        state.members().stream()
                                .filter(memory::isFutile)
                                .map(Member::instance)
                                .collect(Collectors.toSet()),
                        bare.now());
    }

    private List<Task> tasks(Situation bare) {
        List<Task> tasks = new ArrayList<>();
        for (Request.Kind kind : Request.Kind.values()) {
            memory.ledger()
                    .running(kind)
                    .filter(this::isWritten)
                    .ifPresent(it -> tasks.add(task(Request.of(kind, it.request()), it, bare)));
        }
        return tasks;
    }

    private Task task(Request request, PostgresOperationStatus entry, Situation bare) {
        boolean asked = memory.phase(entry) != Phase.ARMED;
        return switch (request.kind()) {
            case SWITCHOVER -> new Task.HandOver(request.instance().orElse(""), asked);
            case RESTART ->
                    new Task.RestartAll(
                            request.instance().isPresent(), new Ending(bare).left(entry));
            case REINITIALIZE -> new Task.CloneAnew(request.instance().orElse(""), asked);
        };
    }

    /** Also notes which repaired replicas follow again. */
    private Map<String, Repair> repairs(Situation bare) {
        memory.write(
                memory.ledger().tidy(bare.now(), it -> bare.wanted().instances().contains(it)));
        Map<String, Repair> repairs = new HashMap<>();
        memory.ledger()
                .repairs()
                .forEach(
                        (instance, entry) -> {
                            boolean armed =
                                    Ledger.isRunning(entry) && memory.phase(entry) == Phase.ARMED;
                            Repair repair = Ledger.repair(entry, armed && isWritten(entry));
                            if (!bare.state()
                                    .instance(instance)
                                    .filter(bare.state()::follows)
                                    .isPresent()) {
                                repairs.put(instance, repair);
                            } else if (!Ledger.SUCCEEDED.equals(entry.state())) {
                                boolean carriedOut = Ledger.isRunning(entry) && !armed;
                                repaired(instance, repair, carriedOut, bare.now());
                            }
                        });
        return repairs;
    }

    private void repaired(String instance, Repair repair, boolean carriedOut, Instant now) {
        memory.write(
                memory.ledger()
                        .repair(
                                instance,
                                repair.attempts(),
                                Ledger.SUCCEEDED,
                                instance
                                        + (carriedOut
                                                ? " was cloned anew and follows the primary."
                                                : " follows the primary again."),
                                now));
    }

    /** Requests that are new are refused or written down. */
    private void takeUp() {
        for (Request request : requests) {
            if (!memory.ledger().isNew(request)) {
                continue;
            }
            Optional<String> refusal = new Admission(situation).refusal(request);
            if (refusal.isPresent()) {
                memory.write(memory.ledger().end(request, false, refusal.get(), situation.now()));
            } else {
                memory.write(
                        memory.ledger()
                                .begin(
                                        request,
                                        "It was taken up.",
                                        new Ending(situation).before(request),
                                        situation.now()));
                memory.enter(Phase.ARMED, memory.ledger().last(request.kind()).orElseThrow());
            }
        }
    }

    private void end() {
        for (Request.Kind kind : Request.Kind.values()) {
            memory.ledger()
                    .running(kind)
                    .filter(this::isWritten)
                    .ifPresent(
                            entry -> {
                                Request request = Request.of(kind, entry.request());
                                new Ending(situation)
                                        .of(request, entry, memory.phase(entry))
                                        .ifPresent(
                                                it ->
                                                        memory.write(
                                                                memory.ledger()
                                                                        .end(
                                                                                request,
                                                                                it.success(),
                                                                                it.message(),
                                                                                situation.now())));
                            });
        }
    }

    /** What is asked for no longer is not gone on with; a switchover cannot be taken back. */
    private void withdraw() {
        for (Request.Kind kind : List.of(Request.Kind.RESTART, Request.Kind.REINITIALIZE)) {
            boolean asked = requests.stream().anyMatch(it -> it.kind() == kind);
            memory.ledger()
                    .running(kind)
                    .filter(it -> !asked)
                    .ifPresent(
                            it ->
                                    memory.write(
                                            memory.ledger()
                                                    .end(
                                                            Request.of(kind, it.request()),
                                                            false,
                                                            "The annotation was removed before it was"
                                                                    + " done.",
                                                            situation.now())));
        }
    }

    private Progress paused() {
        requests.stream()
                .filter(memory.ledger()::isNew)
                .forEach(
                        it ->
                                memory.write(
                                        memory.ledger()
                                                .end(
                                                        it,
                                                        false,
                                                        "The resource is paused. Remove its annotation "
                                                                + Labels.PAUSED
                                                                + Admission.AGAIN,
                                                        situation.now())));
        return new Progress(
                memory.ledger().entries(),
                new NextStep.Rest("Paused", "Nothing is done while the resource is paused."),
                Optional.empty());
    }

    /** Running operations say what is done, or what they wait for. */
    private void tell(NextStep step) {
        if (step.isDisruptive() || step instanceof NextStep.Wait) {
            for (Request.Kind kind : Request.Kind.values()) {
                memory.write(memory.ledger().tell(kind, step.message()));
            }
        }
    }

    private boolean isWritten(PostgresOperationStatus entry) {
        return new Ledger(Operations.written(cluster)).holds(entry);
    }

    private boolean isUnwritten() {
        return memory.ledger().entries().stream()
                .anyMatch(it -> Ledger.isRunning(it) && !isWritten(it));
    }

    private Progress rest(NextStep step) {
        boolean unhealthy =
                situation.wanted().running().stream()
                        .anyMatch(
                                it ->
                                        situation
                                                .state()
                                                .instance(it)
                                                .filter(situation.state()::isHealthy)
                                                .isEmpty());
        return unhealthy || step instanceof NextStep.Wait || memory.ledger().isBusy()
                ? progress(step, LATER)
                : new Progress(memory.ledger().entries(), step, Optional.empty());
    }

    private Progress progress(NextStep step, Duration again) {
        return new Progress(memory.ledger().entries(), step, Optional.of(again));
    }
}
