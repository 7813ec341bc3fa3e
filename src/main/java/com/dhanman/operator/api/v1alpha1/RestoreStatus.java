package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What the operator last saw of a restore. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RestoreStatus(
        /** Generation of the spec that this status speaks of. */
        Long observedGeneration,
        /** Name of the backup that was restored. */
        String backup,
        /** When it began. */
        String started,
        /** When all of it was there. */
        String finished,
        /** What it took, such as `12m30s`. */
        String duration,
        /** Size of the dumps, such as `1.2GiB`. */
        String size,
        /** How many databases were restored. */
        Integer databases,
        /**
         * `Ready`: the database is there, all of it; with `all`, all databases are. `Reconciling`
         * is there while it is restored, `Stalled` when that has failed; the message says why and
         * what to do.
         */
        List<Condition> conditions)
        implements HasConditions {}
