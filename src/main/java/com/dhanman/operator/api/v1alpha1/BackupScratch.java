package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;

/** A volume that lives as long as a pod. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackupScratch(
        /** Size, such as `50Gi`. Default: that of the cluster's own volumes. */
        @ValidationRule(
                        value = "quantity(string(self)).compareTo(quantity('256Mi')) >= 0",
                        message =
                                "size must be at least 256Mi, such as 50Gi: a number without a unit is"
                                        + " bytes")
                Quantity size,
        /** StorageClass. Default: that of the cluster's own volumes. */
        @Size(min = 1, max = 253) String storageClass) {}
