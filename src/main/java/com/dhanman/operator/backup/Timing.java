package com.dhanman.operator.backup;

import com.dhanman.operator.api.v1alpha1.BackupSchedule;
import com.dhanman.operator.kernel.Finding;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * When runs are due.
 *
 * @param expression empty where nobody can tell
 * @param findings why not, or what to know of it
 */
record Timing(Optional<CronExpression> expression, List<Finding> findings) {
    /** Of backups. */
    static Timing of(BackupSchedule schedule) {
        return of(schedule, schedule.getSpec().schedule(), "spec.schedule");
    }

    /** Of verifications; empty where there are none. */
    static Optional<Timing> ofVerification(BackupSchedule schedule) {
        return Optional.ofNullable(schedule.getSpec().verify())
                .map(it -> of(schedule, it.schedule(), "spec.verify.schedule"));
    }

    private static Timing of(BackupSchedule schedule, String text, String field) {
        String zone = Objects.requireNonNullElse(schedule.getSpec().timeZone(), BackupSettings.UTC);
        return CronExpression.zone(zone)
                .map(it -> of(text, it, field))
                .orElseGet(() -> without(unknown(zone)));
    }

    private static Timing of(String schedule, ZoneId zone, String field) {
        CronExpression expression;
        try {
            expression = new CronExpression(schedule, zone);
        } catch (IllegalArgumentException e) {
            return without(invalid(field, e.getMessage()));
        }
        if (expression.next(Instant.EPOCH).isEmpty()) {
            return without(invalid(field, "names a day that never comes"));
        }
        return new Timing(
                Optional.of(expression),
                expression.isLeftOutOnce() ? List.of(leftOut(field, zone)) : List.of());
    }

    /**
     * When what began at a time becomes too old: half a time after the run that was to follow it.
     * Not by the time between the two: one that was begun by hand just before a run would age in
     * minutes.
     */
    Optional<Instant> staleAt(Instant started) {
        return expression.flatMap(
                it ->
                        it.next(started)
                                .flatMap(next -> it.next(next).map(after -> half(next, after))));
    }

    private static Instant half(Instant from, Instant to) {
        return from.plus(Duration.between(from, to).dividedBy(2));
    }

    /** One and a half times the longest time between two runs. */
    Duration freshness() {
        Duration longest = Duration.ZERO;
        Optional<Instant> last = expression.flatMap(it -> it.next(Instant.EPOCH));
        for (int run = 0; run < RUNS && last.isPresent(); run++) {
            Optional<Instant> next = expression.orElseThrow().next(last.get());
            Duration between = Duration.between(last.get(), next.orElse(last.get()));
            longest = between.compareTo(longest) > 0 ? between : longest;
            last = next;
        }
        return longest.multipliedBy(3).dividedBy(2);
    }

    /** Enough to see each of a week's days, and of most a year's. */
    private static final int RUNS = 400;

    boolean isKnown() {
        return expression.isPresent();
    }

    private static Timing without(Finding finding) {
        return new Timing(Optional.empty(), List.of(finding));
    }

    private static Finding unknown(String zone) {
        return Finding.error(
                "UnknownTimeZone",
                "spec.timeZone",
                "the time zone database has no " + zone,
                "Use a name such as Asia/Kolkata or Etc/UTC");
    }

    private static Finding invalid(String field, String message) {
        return Finding.error(
                "InvalidSchedule",
                field,
                message,
                "Write minute, hour, day of the month, month and day of the week, such as 0 2 * *"
                        + " *");
    }

    private static Finding leftOut(String field, ZoneId zone) {
        return Finding.warning(
                "LeftOutOnce",
                field,
                "when daylight saving begins in %s, this time does not exist, and Kubernetes leaves the run out"
                        .formatted(zone.getId()),
                "Choose an hour that each day has, or another time zone, if no day may be without"
                        + " a backup");
    }
}
