package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;

/** How commits are kept safe. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value =
                "self.?mode.orValue('Synchronous') != 'Asynchronous' ||"
                        + " !self.?strict.orValue(false) && !has(self.synchronousReplicas)",
        message =
                "strict and synchronousReplicas need mode Synchronous or Quorum: remove them, or"
                        + " change mode")
public record PostgresReplication(
        /**
         * `Synchronous`: a commit is acknowledged when `synchronousReplicas` chosen replicas have
         * it on disk, and only these are promoted: a failover loses nothing. `Quorum`: the same
         * with any of the replicas, which is faster where one is slow. `Asynchronous`: a commit is
         * acknowledged when the primary has it, and a failover may lose up to
         * `maximumLagOnFailover`. A change needs no restart. Default: Synchronous with two or more
         * instances.
         */
        Mode mode,
        /**
         * True: without enough replicas the primary stops to acknowledge commits. False: it goes on
         * alone, says so in the condition SyncDegraded, and nothing else is promoted until a
         * replica has caught up. True needs at least three instances, and one more than the primary
         * and `synchronousReplicas`. Default: false.
         */
        Boolean strict,
        /** Replicas that must have a commit, fewer than `instances`. Default: 1. */
        @Min(1) @Max(8) Integer synchronousReplicas,
        /**
         * Asynchronous only: a replica that is further behind is not promoted, so that no more than
         * this is lost. Less keeps more and leaves the cluster without a primary more often.
         * Default: 32Mi.
         */
        @ValidationRule(
                        value = "quantity(string(self)).compareTo(quantity('1Mi')) >= 0",
                        message =
                                "maximumLagOnFailover must be at least 1Mi, such as 32Mi: with less, no"
                                        + " replica could become the primary")
                Quantity maximumLagOnFailover) {
    /** When a commit is acknowledged. */
    public enum Mode {
        /** When the primary has it. */
        Asynchronous,
        /** When chosen replicas have it too. */
        Synchronous,
        /** When enough of the replicas have it too. */
        Quorum
    }
}
