package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;

/** Metrics of a cluster. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PostgresMonitoring(
        /**
         * Whether each pod has an exporter of metrics for Prometheus, and a PodMonitor tells the
         * Prometheus Operator of it where that is installed. Default: true.
         */
        Boolean enabled) {}
