package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;

/** The three questions that Kubernetes asks a service. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HealthChecks(
        /**
         * Whether it has started. Until it has, the other two are not asked; when it does not
         * within period x threshold, the container is restarted. Default for `AspNet`:
         * /health/startup each 2 s, 90 times; for `Container`: a TCP connection to `port`.
         */
        HealthCheck startup,
        /**
         * Whether it can serve now; a pod that says no gets no requests but keeps running. Default
         * for `AspNet`: /health/ready each 5 s, 3 times; for `Container`: a TCP connection.
         */
        HealthCheck readiness,
        /**
         * Whether it is alive; a pod that says no is restarted. It must not depend on databases or
         * other services, or their outage restarts every pod. Default for `AspNet`: /health each 10
         * s, 6 times; for `Container`: none.
         */
        HealthCheck liveness) {}
