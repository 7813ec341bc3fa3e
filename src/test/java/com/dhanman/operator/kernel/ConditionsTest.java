package com.dhanman.operator.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00.5Z");

    @Test
    void transitionTimeMovesOnlyWithTheStatus() {
        List<Condition> first =
                Conditions.after(null, 1, NOON).reconciling("RollingOut", "0 of 1").list();

        List<Condition> same =
                Conditions.after(first, 2, NOON.plusSeconds(60))
                        .reconciling("NotReady", "still not")
                        .list();
        List<Condition> other =
                Conditions.after(same, 2, NOON.plusSeconds(90)).ready("Ready", "1 of 1").list();

        assertThat(time(same, "Ready")).isEqualTo("2026-11-01T12:00:00Z");
        assertThat(time(other, "Ready")).isEqualTo("2026-11-01T12:01:30Z");
        assertThat(same.getFirst().getObservedGeneration()).isEqualTo(2);
    }

    @Test
    void reconcilingAndStalledAreThereOnlyWhileTrue() {
        assertThat(types(Conditions.after(null, 1, NOON).ready("Ready", "")))
                .containsExactly("Ready");
        assertThat(types(Conditions.after(null, 1, NOON).reconciling("Starting", "")))
                .containsExactly("Ready", "Reconciling");
        assertThat(types(Conditions.after(null, 1, NOON).stalled("Broken", "")))
                .containsExactly("Ready", "Stalled");
    }

    @Test
    void messagesDoNotGrowWithoutBound() {
        Condition ready =
                Conditions.after(null, 1, NOON).ready("Ready", "x".repeat(9000)).list().getFirst();

        assertThat(ready.getMessage()).hasSize(1024).endsWith("...");
    }

    private static List<String> types(Conditions conditions) {
        return conditions.list().stream().map(Condition::getType).toList();
    }

    private static String time(List<Condition> conditions, String type) {
        return Conditions.find(conditions, type).orElseThrow().getLastTransitionTime();
    }
}
