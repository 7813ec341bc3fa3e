package com.dhanman.operator.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When runs are due, as Kubernetes reckons it. */
class CronExpressionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0 2 * * *        | UTC           | 2026-01-15T01:59:59Z | 2026-01-15T02:00:00Z
                    0 2 * * *        | UTC           | 2026-01-15T02:00:00Z | 2026-01-16T02:00:00Z
                    0 2 * * *        | Asia/Kolkata  | 2026-01-15T02:00:00Z | 2026-01-15T20:30:00Z
                    */15 * * * *     | UTC           | 2026-01-15T02:46:00Z | 2026-01-15T03:00:00Z
                    7-59/20 3 * * *  | UTC           | 2026-01-15T03:08:00Z | 2026-01-15T03:27:00Z
                    0 3 * * 0        | UTC           | 2026-01-15T00:00:00Z | 2026-01-18T03:00:00Z
                    0 3 * * mon-fri  | UTC           | 2026-01-16T04:00:00Z | 2026-01-19T03:00:00Z
                    0 0 1 jan,JUL *  | UTC           | 2026-01-15T00:00:00Z | 2026-07-01T00:00:00Z
                    0 0 31 * *       | UTC           | 2026-03-31T00:00:00Z | 2026-05-31T00:00:00Z
                    0 0 29 2 *       | UTC           | 2026-01-01T00:00:00Z | 2028-02-29T00:00:00Z
                    0 0 13 * 5       | UTC           | 2026-01-14T00:00:00Z | 2026-01-16T00:00:00Z
                    0 0 */2 * 5      | UTC           | 2026-01-16T00:00:00Z | 2026-01-17T00:00:00Z
                    @hourly          | UTC           | 2026-01-15T02:46:00Z | 2026-01-15T03:00:00Z
                    @weekly          | UTC           | 2026-01-15T00:00:00Z | 2026-01-18T00:00:00Z
                    30 2 * * *       | Europe/Berlin | 2026-03-28T12:00:00Z | 2026-03-30T00:30:00Z
                    30 2 * * *       | Europe/Berlin | 2026-10-24T22:00:00Z | 2026-10-25T00:30:00Z
                    30 2 * * *       | Europe/Berlin | 2026-10-25T00:30:00Z | 2026-10-25T01:30:00Z
                    0 * * * *        | Europe/Berlin | 2026-03-29T00:00:00Z | 2026-03-29T01:00:00Z
                    """)
    void theNextRun(String schedule, String zone, Instant after, Instant expected) {
        assertThat(new CronExpression(schedule, ZoneId.of(zone)).next(after)).contains(expected);
    }

    @Test
    void aDayThatNeverComes() {
        assertThat(new CronExpression("0 0 30 2 *", ZoneId.of("UTC")).next(Instant.EPOCH))
                .isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 2 * *",
                "0 2 * * * *",
                "60 2 * * *",
                "0 24 * * *",
                "0 2 0 * *",
                "0 2 * 13 *",
                "0 2 * * 7",
                "0 2 * * someday",
                "*/0 2 * * *",
                "5-2 2 * * *",
                "1-2-3 2 * * *",
                "0 2,, * * *",
                "0 2 * * mon/2/2"
            })
    void whatKubernetesWouldNotRead(String schedule) {
        assertThatThrownBy(() -> new CronExpression(schedule, ZoneId.of("UTC")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("has ");
    }

    @Test
    void whichRunsDaylightSavingLeavesOut() {
        assertThat(leftOut("30 2 * * *", "Europe/Berlin", "America/New_York")).isTrue();
        assertThat(leftOut("0 2 * * *", "Europe/Berlin")).isTrue();
        assertThat(leftOut("0 3 * * *", "Europe/Berlin")).isFalse();
        assertThat(leftOut("0 2 * * *", "Asia/Kolkata", "Etc/UTC", "Asia/Singapore")).isFalse();
        assertThat(leftOut("0 * * * *", "Europe/Berlin")).as("an hour later, then").isFalse();
        assertThat(leftOut("15 1 * * *", "Europe/London")).isTrue();
    }

    private static boolean leftOut(String schedule, String... zones) {
        List<Boolean> each =
                Stream.of(zones)
                        .map(zone -> new CronExpression(schedule, ZoneId.of(zone)).isLeftOutOnce())
                        .distinct()
                        .toList();
        assertThat(each).hasSize(1);
        return each.getFirst();
    }
}
