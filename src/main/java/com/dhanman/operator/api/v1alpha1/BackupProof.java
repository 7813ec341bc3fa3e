package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;

/** A backup that was restored, and was as it should be. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackupProof(
        /** Name of the backup. */
        String backup,
        /** When that was proven. */
        String finished,
        /** What restoring all of it took, such as `12m30s`. */
        String restoreTime,
        /** Rows in all tables of all databases. */
        Long rows) {}
