package com.dhanman.operator.runtime;

import io.javaoperatorsdk.operator.Operator;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** A follower is ready to take over; a leader is ready when it watches all it has to. */
@Singleton
class OperatorHealth {
    private final Operator operator;
    private final Leadership leadership;

    OperatorHealth(Operator operator, Leadership leadership) {
        this.operator = operator;
        this.leadership = leadership;
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck readiness() {
        return () -> {
            HealthCheckResponseBuilder response =
                    HealthCheckResponse.named("operator").withData("leader", leadership.leads());
            if (!leadership.leads()) {
                return response.up().build();
            }
            boolean watching =
                    leadership.hasStarted()
                            && operator.getRuntimeInfo().allEventSourcesAreHealthy();
            return response.withData("watching", watching).status(watching).build();
        };
    }

    @Produces
    @Singleton
    @Liveness
    HealthCheck liveness() {
        return () -> HealthCheckResponse.named("leadership").status(leadership.takesPart()).build();
    }
}
