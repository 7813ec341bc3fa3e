package com.dhanman.operator.postgres.operations;

import com.dhanman.operator.postgres.operations.Situation.Repair;
import com.dhanman.operator.postgres.operations.Situation.Task;
import com.dhanman.operator.postgres.patroni.SampleCluster;
import com.dhanman.operator.postgres.patroni.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Situations of the sample cluster: `main-3` leads, `main-1` is synchronous, `main-2` is not, and
 * all are of the wanted template.
 */
final class Situations {
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final SampleCluster cluster = SampleCluster.threeInstances();
    private final Map<String, String> revisions = new HashMap<>();
    private final List<Task> tasks = new ArrayList<>();
    private final Map<String, Repair> repairs = new HashMap<>();
    private final Set<String> futile = new HashSet<>();
    private final Set<String> fenced = new HashSet<>();
    private int instances = 3;
    private int copies = 1;
    private boolean hibernated;

    static Situations healthy() {
        return new Situations();
    }

    Situations with(Consumer<SampleCluster> change) {
        change.accept(cluster);
        return this;
    }

    /** A new template, of which pods of these instances are not made yet. */
    Situations outdated(String... instances) {
        for (String instance : instances) {
            revisions.put(instance, instance + "-new");
        }
        return this;
    }

    Situations task(Task task) {
        tasks.add(task);
        return this;
    }

    Situations repaired(String instance, int attempts, Duration ago) {
        repairs.put(instance, new Repair(attempts, NOW.minus(ago), false));
        return this;
    }

    Situations announced(String instance, int attempt) {
        repairs.put(instance, new Repair(attempt, NOW, true));
        return this;
    }

    Situations futile(String instance) {
        futile.add(instance);
        return this;
    }

    Situations fenced(String instance) {
        fenced.add(instance);
        return this;
    }

    Situations instances(int number) {
        instances = number;
        return this;
    }

    Situations asynchronous() {
        copies = 0;
        cluster.config("{\"synchronous_mode\":false}").synchronous("main-3", "");
        return this;
    }

    Situations hibernated() {
        hibernated = true;
        return this;
    }

    Situation build() {
        List<String> names =
                java.util.stream.IntStream.rangeClosed(1, instances)
                        .mapToObj(it -> "main-" + it)
                        .toList();
        return new Situation(
                new Wanted(names, fenced, hibernated, copies, false),
                cluster.read(),
                revisions,
                tasks,
                repairs,
                futile,
                NOW);
    }

    /** What is to be done, in a few words. */
    String step() {
        return words(NextStep.of(build()));
    }

    String message() {
        return NextStep.of(build()).message();
    }

    static String words(NextStep step) {
        return switch (step) {
            case NextStep.Rest rest -> "rest: " + rest.reason();
            case NextStep.Wait wait -> "wait: " + wait.reason();
            case NextStep.Relabel it ->
                    (it.writes() ? "label " : "unlabel ") + it.member().instance();
            case NextStep.DeletePod it -> "delete " + it.member().instance();
            case NextStep.Restart it ->
                    "restart " + it.member().instance() + (it.onlyPending() ? " if pending" : "");
            case NextStep.SwitchOver it -> it.from().instance() + " > " + it.to().instance();
            case NextStep.Reinitialize it ->
                    "clone "
                            + it.member().instance()
                            + (it.attempt() > 0 ? " " + it.attempt() : "");
        };
    }

    /** Time of so long ago, as Kubernetes writes it. */
    static String ago(Duration age) {
        return NOW.minus(age).toString();
    }
}
