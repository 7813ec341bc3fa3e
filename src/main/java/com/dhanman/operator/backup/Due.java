package com.dhanman.operator.backup;

import com.dhanman.operator.api.v1alpha1.BackupSchedule;
import com.dhanman.operator.api.v1alpha1.BackupScheduleStatus;
import com.dhanman.operator.api.v1alpha1.BackupTargetStatus;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.kernel.Conditions;
import com.dhanman.operator.kernel.Fingerprint;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Jobs to start now, beside those that the CronJob starts.
 *
 * @param jobs each with a name that says what it is for, so that it is started once
 * @param handledRequest the request of a backup that was carried out last, with these
 * @param handledVerification that of a verification
 * @param checked the target that was tried last, with these
 */
record Due(
        List<Job> jobs,
        String handledRequest,
        String handledVerification,
        BackupTargetStatus checked) {
    /** After which a target that could not be reached is tried again. */
    static final Duration AGAIN = Duration.ofMinutes(5);

    /** Nothing is due; what was is remembered. */
    static Due nothing(BackupScheduleStatus before) {
        return new Due(
                List.of(),
                before == null ? null : before.handledRequest(),
                before == null ? null : before.handledVerification(),
                before == null ? null : before.checked());
    }

    /**
     * Finds what is due.
     *
     * @param cluster which has to serve before a look at it makes sense
     */
    static Due of(
            BackupSchedule schedule,
            BackupSettings settings,
            PostgresCluster cluster,
            Instant now) {
        Due before = nothing(schedule.getStatus());
        List<Job> jobs = new ArrayList<>();
        Optional<String> request =
                request(schedule, BackupNames.BACKUP_NOW)
                        .filter(token -> !token.equals(before.handledRequest()));
        request.ifPresent(it -> jobs.add(ScheduledJob.requested(settings, Task.RUN, it)));
        Optional<String> verification =
                request(schedule, BackupNames.VERIFY_NOW)
                        .filter(token -> settings.verification().isPresent())
                        .filter(token -> !token.equals(before.handledVerification()));
        verification.ifPresent(it -> jobs.add(ScheduledJob.requested(settings, Task.VERIFY, it)));
        String fingerprint = JobFile.fingerprint(settings);
        boolean check = serves(cluster) && isCheckDue(schedule, before.checked(), fingerprint, now);
        if (check) {
            String name =
                    BackupNames.check(
                            settings.name(),
                            Fingerprint.of(List.of(fingerprint, String.valueOf(before.checked()))));
            jobs.add(ScheduledJob.check(settings, name));
        }
        return new Due(
                List.copyOf(jobs),
                request.orElse(before.handledRequest()),
                verification.orElse(before.handledVerification()),
                check
                        ? new BackupTargetStatus(
                                fingerprint, now.truncatedTo(ChronoUnit.SECONDS).toString())
                        : before.checked());
    }

    private static Optional<String> request(BackupSchedule schedule, String annotation) {
        Map<String, String> annotations = schedule.getMetadata().getAnnotations();
        return Optional.ofNullable(annotations)
                .map(it -> it.get(annotation))
                .filter(it -> !it.isBlank());
    }

    private static boolean serves(PostgresCluster cluster) {
        List<Condition> conditions = cluster.getStatus().conditions();
        return Conditions.isTrue(conditions, "PrimaryReady")
                || Conditions.isTrue(conditions, Conditions.READY);
    }

    private static boolean isCheckDue(
            BackupSchedule schedule, BackupTargetStatus before, String settings, Instant now) {
        if (before == null || !settings.equals(before.settings())) {
            return true;
        }
        List<Condition> conditions = schedule.getStatus().conditions();
        return !Conditions.isTrue(conditions, BackupStatusOf.TARGET_REACHABLE)
                && !now.isBefore(Instant.parse(before.time()).plus(AGAIN));
    }
}
