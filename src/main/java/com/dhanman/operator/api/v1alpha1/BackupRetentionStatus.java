package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Backups of this schedule and cluster in the bucket, as the last run left them. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackupRetentionStatus(
        /** Backups that are complete. */
        Integer backups,
        /** Size of all of them, such as `36GiB`. */
        String size,
        /** Backups that were proven by restoring them. */
        Integer verified,
        /** When the oldest began. */
        String oldest,
        /** When the newest began. */
        String newest,
        /** How many the last run has removed. */
        Integer removed,
        /** How many the last run could not remove, since they are locked by Object Lock. */
        Integer locked,
        /**
         * With `dryRun`, and before the first run: backups that no rule keeps, oldest first, up to
         * ten.
         */
        List<String> expired) {}
