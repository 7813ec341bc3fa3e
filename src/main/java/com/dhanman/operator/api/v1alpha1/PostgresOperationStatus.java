package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import java.util.Map;

/** An operation that was asked for by an annotation. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PostgresOperationStatus(
        /** Name of the operation, such as `switchover`. */
        @Required String name,
        /** Value of the annotation; the same value is never carried out twice. */
        String request,
        /** Running, Succeeded or Failed. */
        String state,
        /** What came of it, and what to do where it failed. */
        String message,
        /** When it ended, or began where it still runs. */
        String time,
        /**
         * How things were when it began: which instance was the primary, or when instances were
         * started. That tells whether it is done, also after the operator was restarted. Only while
         * it runs.
         */
        Map<String, String> before) {}
