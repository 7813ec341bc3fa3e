package com.dhanman.operator.backup;

import com.dhanman.operator.api.v1alpha1.BackupSchedule;
import com.dhanman.operator.api.v1alpha1.BackupScheduleStatus;
import com.dhanman.operator.kernel.Conditions;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether runs start when they are due, and when the latest backup is too old.
 *
 * @param next when the next run is due, or was, where it may still start
 * @param missed whether the last run that was due has not started
 */
record Clockwork(Optional<Instant> next, boolean missed) {
    /** Kubernetes looks for CronJobs that are due now and then. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    static final Clockwork STOPPED = new Clockwork(Optional.empty(), false);

    static Clockwork of(
            BackupSchedule schedule,
            BackupSettings settings,
            Optional<CronJob> cronJob,
            Instant now) {
        CronExpression expression = Timing.of(schedule).expression().orElseThrow();
        if (settings.suspended()) {
            return STOPPED;
        }
        Optional<Instant> due = dueBefore(schedule);
        if (due.isEmpty()) {
            return new Clockwork(expression.next(now), false);
        }
        if (started(cronJob).filter(it -> !it.isBefore(due.get())).isPresent()) {
            return new Clockwork(expression.next(now), false);
        }
        Instant last = due.get().plusSeconds(settings.startingDeadline()).plus(SLACK);
        if (now.isAfter(last)) {
            return new Clockwork(expression.next(now), true);
        }
        return new Clockwork(due, wasMissed(schedule.getStatus()));
    }

    /** When the next run was due as it was last told of this spec. */
    private static Optional<Instant> dueBefore(BackupSchedule schedule) {
        return Optional.ofNullable(schedule.getStatus())
                .filter(
                        it ->
                                Objects.equals(
                                        it.observedGeneration(),
                                        schedule.getMetadata().getGeneration()))
                .map(BackupScheduleStatus::nextRun)
                .map(Instant::parse);
    }

    private static boolean wasMissed(BackupScheduleStatus status) {
        return Conditions.find(status.conditions(), BackupStatusOf.SCHEDULED)
                .filter(it -> it.getReason().equals(BackupStatusOf.MISSED))
                .isPresent();
    }

    private static Optional<Instant> started(Optional<CronJob> cronJob) {
        return cronJob.map(CronJob::getStatus)
                .map(it -> it.getLastScheduleTime())
                .map(Instant::parse);
    }
}
