package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;

/** A run that has ended. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackupAttempt(
        /** Its Job. */
        @Required String job,
        /** When it began. */
        String started,
        /** When it ended. */
        String finished,
        /** Succeeded or Failed. */
        String outcome,
        /** One word for why it failed. */
        String reason,
        /** Why it failed, and what to do; or what to know of a success. */
        String message) {}
