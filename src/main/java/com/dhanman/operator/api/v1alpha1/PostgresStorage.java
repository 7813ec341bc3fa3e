package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;

/** Volumes of an instance. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value =
                "has(self.storageClass) == has(oldSelf.storageClass) && (!has(self.storageClass) ||"
                        + " self.storageClass == oldSelf.storageClass)",
        message =
                "storageClass cannot be changed: a volume stays where it is. Make a new cluster of that"
                        + " class and move the databases")
@ValidationRule(
        value = "has(self.wal) == has(oldSelf.wal)",
        message =
                "wal can be chosen at creation only: keep it as it was, or make a new cluster and move"
                        + " the databases")
public record PostgresStorage(
        /**
         * Size of the volume of data of each instance, such as `50Gi`. It can grow, also while the
         * disk is full, where the StorageClass allows expansion. It cannot shrink: less than a
         * volume has is refused in the condition ConfigValid, and what runs goes on.
         */
        @Required
                @ValidationRule(
                        value = "quantity(string(self)).compareTo(quantity('256Mi')) >= 0",
                        message =
                                "size must be at least 256Mi, such as 50Gi: a number without a unit is"
                                        + " bytes")
                Quantity size,
        /**
         * StorageClass of the volume, such as `local-path`. It cannot be changed later. Default:
         * the cluster's default class.
         */
        @Size(min = 1, max = 253) String storageClass,
        /**
         * A volume of its own for the write-ahead log, so that the log cannot fill the data's
         * volume, nor data the log's. Can be chosen at creation only. Default: the log lies with
         * the data.
         */
        PostgresWalStorage wal) {}
