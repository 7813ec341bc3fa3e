package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Quantity;

/** Amounts of compute resources. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ResourceAmounts(
        /** CPUs: `2` is two whole ones, `250m` a quarter. systemd's CPUQuota=200% is `2`. */
        Quantity cpu,
        /** Bytes: `512Mi`, `2Gi`. systemd's MemoryMax=2G is `2Gi`; `2G` is 7 % less. */
        Quantity memory) {}
