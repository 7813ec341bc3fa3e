package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;

/** A backup that is there. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackupSuccess(
        /** Job that took it. */
        @Required String job,
        /** Its name, by which it can be restored, such as `20260115_203000`. */
        String backup,
        /** When it began: it has everything that was committed before. */
        String started,
        /** When it ended. */
        String finished,
        /** What it took, such as `2m10s`. */
        String duration,
        /** Number of databases. */
        Integer databases,
        /** Size of all dumps, such as `1.2GiB`. */
        String size,
        /** Bytes of all dumps. */
        Long bytes,
        /** What it was read from: `replica` or `primary`. */
        String source,
        /** Place in the write-ahead log that it has at least come to. */
        String lsn,
        /** Name of its manifest in the bucket. */
        String manifest) {}
