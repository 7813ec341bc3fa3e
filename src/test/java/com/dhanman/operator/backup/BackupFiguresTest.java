package com.dhanman.operator.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.dhanman.operator.kernel.Figure;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BackupFiguresTest {
    private static final Map<String, String> LABELS =
            Map.of("namespace", "prod", "backup_schedule", "nightly", "postgres_cluster", "main");

    @Test
    void tellWhatTheStatusSays() {
        Schedules schedules = Schedules.with();
        String night = "2026-01-15T02:00:00Z";
        schedules.ended(
                Task.RUN,
                "nightly-1",
                "2026-01-15T02:05:00Z",
                Schedules.success("20260115_020000", night, "2026-01-15T02:04:50Z"));
        schedules.look("2026-01-15T02:05:00Z");

        assertThat(BackupFigures.of(schedules.schedule))
                .extracting(Figure::name, Figure::labels, Figure::value)
                .contains(
                        tuple("dhanman_backup_failures_in_a_row", LABELS, 0.0),
                        tuple("dhanman_backup_last_success_time_seconds", LABELS, 1768442400.0),
                        tuple("dhanman_backup_last_success_bytes", LABELS, 1288490189.0),
                        tuple("dhanman_backup_backups", LABELS, 9.0));
        assertThat(BackupFigures.of(schedules.schedule))
                .filteredOn(it -> "BackupFresh".equals(it.labels().get("condition")))
                .extracting(Figure::value)
                .containsExactly(1.0);
    }

    @Test
    void tellNothingOfAScheduleThatWasNotLookedAt() {
        assertThat(BackupFigures.of(Schedules.with().schedule)).isEmpty();
    }
}
