package com.dhanman.operator.backup;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import java.util.Map;

/** The CronJobs, and Jobs like those that they start. */
final class ScheduledJob {
    /** Exit code of what would only fail again; see the program. */
    private static final int LASTING = 3;

    private static final int RETRIES = 2;
    private static final int HISTORY = 3;

    /** Jobs that were asked for stay as long as a weekend and a holiday. */
    private static final int KEPT_SECONDS = 4 * 24 * 3600;

    private static final int CHECK_SECONDS = 120;
    private static final int CHECK_KEPT_SECONDS = 600;

    private ScheduledJob() {}

    /** Of backups. */
    static CronJob of(BackupSettings settings) {
        return of(settings, Task.RUN, settings.name(), settings.schedule());
    }

    /** Of verifications. */
    static CronJob of(BackupSettings settings, Verification verification) {
        return of(
                settings,
                Task.VERIFY,
                BackupNames.verification(settings.name()),
                verification.schedule());
    }

    private static CronJob of(BackupSettings settings, Task task, String name, String schedule) {
        return new CronJobBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(settings.namespace())
                .withLabels(BackupNames.labels(settings.name(), settings.namespace()))
                .endMetadata()
                .withNewSpec()
                .withSchedule(schedule)
                .withTimeZone(settings.timeZone())
                .withSuspend(settings.suspended())
                .withConcurrencyPolicy("Forbid")
                .withStartingDeadlineSeconds(settings.startingDeadline())
                .withSuccessfulJobsHistoryLimit(HISTORY)
                .withFailedJobsHistoryLimit(HISTORY)
                .withNewJobTemplate()
                .withNewMetadata()
                .withLabels(BackupNames.labels(settings, task))
                .addToAnnotations(BackupNames.SETTINGS, JobFile.fingerprint(settings))
                .endMetadata()
                .withSpec(spec(settings, task))
                .endJobTemplate()
                .endSpec()
                .build();
    }

    /** What somebody asked for. */
    static Job requested(BackupSettings settings, Task task, String token) {
        JobSpec spec =
                new JobSpecBuilder(spec(settings, task))
                        .withTtlSecondsAfterFinished(KEPT_SECONDS)
                        .build();
        return job(settings, task, BackupNames.requested(settings.name(), task, token), spec);
    }

    /** A try of the target. */
    static Job check(BackupSettings settings, String name) {
        JobSpec spec =
                new JobSpecBuilder(spec(settings, Task.CHECK))
                        .withBackoffLimit(0)
                        .withActiveDeadlineSeconds((long) CHECK_SECONDS)
                        .withTtlSecondsAfterFinished(CHECK_KEPT_SECONDS)
                        .build();
        return job(settings, Task.CHECK, name, spec);
    }

    private static Job job(BackupSettings settings, Task task, String name, JobSpec spec) {
        return new JobBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(settings.namespace())
                .withLabels(BackupNames.labels(settings, task))
                .addToAnnotations(BackupNames.SETTINGS, JobFile.fingerprint(settings))
                .endMetadata()
                .withSpec(spec)
                .build();
    }

    private static JobSpec spec(BackupSettings settings, Task task) {
        return spec(
                JobPod.of(settings, Work.of(settings, task)), BackupNames.labels(settings, task));
    }

    /** What Jobs of all tasks have in common. */
    static JobSpec spec(PodSpec pod, Map<String, String> labels) {
        return new JobSpecBuilder()
                .withBackoffLimit(RETRIES)
                .withNewPodFailurePolicy()
                .addNewRule()
                .withAction("FailJob")
                .withNewOnExitCodes()
                .withContainerName(JobPod.CONTAINER)
                .withOperator("In")
                .withValues(LASTING)
                .endOnExitCodes()
                .endRule()
                .addNewRule()
                .withAction("Ignore")
                .addNewOnPodCondition("True", "DisruptionTarget")
                .endRule()
                .endPodFailurePolicy()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withSpec(pod)
                .endTemplate()
                .build();
    }
}
