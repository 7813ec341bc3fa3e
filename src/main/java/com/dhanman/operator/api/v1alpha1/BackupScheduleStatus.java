package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What the operator last saw of a schedule and its runs. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackupScheduleStatus(
        /** Generation of the spec that this status speaks of. */
        Long observedGeneration,
        /** Where backups go, such as `s3://dhanman-backups/dhanman-prod/main-3f2a9c1e`. */
        String target,
        /** When the next run is due; absent while no run is to start. */
        String nextRun,
        /** The Job that runs now. */
        String running,
        /** The latest run that has ended. */
        BackupAttempt lastAttempt,
        /** The latest backup that was taken. */
        BackupSuccess lastSuccess,
        /** Runs that have failed since the last one that succeeded. */
        Integer failuresInARow,
        /** The latest verification that has ended. */
        BackupAttempt lastVerification,
        /** The latest backup that was proven by restoring it. */
        BackupProof verified,
        /** What is in the bucket, and what the rules of `keep` say to it. */
        BackupRetentionStatus retention,
        /** What is known of the target. */
        BackupTargetStatus checked,
        /** Value of the annotation `backup-now` that was carried out last. */
        String handledRequest,
        /** Value of the annotation `verify-now` that was carried out last. */
        String handledVerification,
        /**
         * `Ready`: runs are scheduled, and the last one succeeded. `BackupFresh`: the latest backup
         * is younger than one and a half times what lies between two runs. `LastBackupSucceeded`:
         * the latest run did; absent before the first. `TargetReachable`: the bucket can be written
         * to; absent until that was tried. `RetentionHealthy`: old backups are removed as declared.
         * `Scheduled`: runs start when they are due. `RestoreVerified`: a backup was proven lately;
         * absent without `verify`. Each message says what to do.
         */
        List<Condition> conditions)
        implements HasConditions {}
