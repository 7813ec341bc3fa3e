package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;

/** CPU and memory of one pod. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Resources(
        /**
         * What a node must have free for the pod. Default for `AspNet`: 100m CPU and 256Mi; for
         * `Container`: nothing.
         */
        ResourceAmounts requests,
        /**
         * What the pod may use at most: more memory ends it, more CPU is held back. Default for
         * `AspNet`: 2 CPUs and 2Gi (systemd's CPUQuota=200% and MemoryMax=2G); for `Container`: no
         * limit.
         */
        ResourceAmounts limits) {}
