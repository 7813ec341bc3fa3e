package com.dhanman.operator.kernel;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The conditions of a status, in the form that <a
 * href="https://github.com/kubernetes-sigs/cli-utils/blob/master/pkg/kstatus/README.md">kstatus</a>
 * reads: {@code Reconciling} and {@code Stalled} are there only while they are true. A condition
 * keeps its transition time while its status stays the same.
 */
public final class Conditions {
    public static final String READY = "Ready";
    public static final String RECONCILING = "Reconciling";
    public static final String STALLED = "Stalled";
    public static final String CONFIG_VALID = "ConfigValid";

    public static final String PAUSED = "Paused";

    /** Reason of {@link #RECONCILING} while nothing is wrong. */
    static final String PROGRESSING = "Progressing";

    /** Longer messages would let a status grow without bound. */
    private static final int MESSAGE_LENGTH = 1024;

    private final List<Condition> previous;
    private final long generation;
    private final Instant now;
    private final List<Condition> conditions = new ArrayList<>();

    private Conditions(List<Condition> previous, long generation, Instant now) {
        this.previous = previous == null ? List.of() : previous;
        this.generation = generation;
        this.now = now;
    }

    /** Conditions that follow the previous ones, for a generation of the spec. */
    public static Conditions after(List<Condition> previous, long generation, Instant now) {
        return new Conditions(previous, generation, now);
    }

    public Conditions set(String type, boolean status, String reason, String message) {
        String value = status ? "True" : "False";
        String since =
                find(previous, type)
                        .filter(old -> old.getStatus().equals(value))
                        .map(Condition::getLastTransitionTime)
                        .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
        conditions.add(
                new ConditionBuilder()
                        .withType(type)
                        .withStatus(value)
                        .withReason(reason)
                        .withMessage(cut(message))
                        .withObservedGeneration(generation)
                        .withLastTransitionTime(since)
                        .build());
        return this;
    }

    /** As declared and at rest. */
    public Conditions ready(String reason, String message) {
        return set(READY, true, reason, message);
    }

    /** On its way as expected. */
    public Conditions reconciling(String reason, String message) {
        return set(READY, false, reason, message).set(RECONCILING, true, PROGRESSING, message);
    }

    /** On its way, but held up by something that people may want to know of. */
    public Conditions heldUp(String reason, String message) {
        return set(READY, false, reason, message).set(RECONCILING, true, reason, message);
    }

    /** Somebody has to do what the message says. */
    public Conditions stalled(String reason, String message) {
        return set(READY, false, reason, message).set(STALLED, true, reason, message);
    }

    /**
     * Tells of what is the same for all kinds: a plan that cannot be carried out or waits, an owner
     * that is paused, objects that could not be applied.
     *
     * @return whether that is all there is to tell of {@code Ready}; if not, everything is applied,
     *     and the kind says whether it works
     */
    public boolean settled(HasMetadata owner, Plan plan, Applied applied) {
        boolean settled =
                switch (plan) {
                    case Plan.Blocked blocked -> {
                        stalled(reason(blocked.findings()), Finding.texts(blocked.findings()));
                        yield true;
                    }
                    case Plan.Waiting waiting -> {
                        if (!troubled(applied)) {
                            reconciling(waiting.reason(), waiting.message());
                        }
                        yield true;
                    }
                    case Plan.Ready ready when Applier.isPaused(owner) -> {
                        paused();
                        yield true;
                    }
                    case Plan.Ready ready -> troubled(applied);
                };
        configValid(plan);
        return settled;
    }

    private boolean troubled(Applied applied) {
        if (!applied.findings().isEmpty()) {
            stalled(reason(applied.findings()), Finding.texts(applied.findings()));
        } else if (applied.terminating()) {
            reconciling(
                    "Terminating",
                    "Waiting for objects that are being deleted to be gone; they are made anew"
                            + " then.");
        } else if (!applied.failures().isEmpty()) {
            heldUp("ApplyFailed", "Trying again: " + String.join("; ", applied.failures()));
        }
        return !applied.complete();
    }

    private void configValid(Plan plan) {
        boolean valid = !(plan instanceof Plan.Blocked);
        if (plan.findings().isEmpty()) {
            set(CONFIG_VALID, true, "Valid", "The spec can be carried out.");
        } else {
            set(CONFIG_VALID, valid, reason(plan.findings()), Finding.texts(plan.findings()));
        }
    }

    private static String reason(List<Finding> findings) {
        return findings.getFirst().reason();
    }

    private void paused() {
        String message =
                "The annotation %s is set: nothing is changed until it is removed."
                        .formatted(Labels.PAUSED);
        set(READY, false, PAUSED, message).set(PAUSED, true, "ByAnnotation", message);
    }

    public List<Condition> list() {
        return List.copyOf(conditions);
    }

    public static Optional<Condition> find(List<Condition> conditions, String type) {
        return conditions == null
                ? Optional.empty()
                : conditions.stream().filter(it -> it.getType().equals(type)).findFirst();
    }

    public static boolean isTrue(List<Condition> conditions, String type) {
        return find(conditions, type).map(it -> it.getStatus().equals("True")).orElse(false);
    }

    private static String cut(String message) {
        return message.length() <= MESSAGE_LENGTH
                ? message
                : message.substring(0, MESSAGE_LENGTH - 3) + "...";
    }
}
