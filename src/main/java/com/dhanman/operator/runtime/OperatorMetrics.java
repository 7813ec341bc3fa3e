package com.dhanman.operator.runtime;

import com.dhanman.operator.kernel.Figures;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Figures of reconciliations, by kind: by resource they would grow without bound. */
@Singleton
class OperatorMetrics {
    @Produces
    @Singleton
    Metrics metrics(MeterRegistry registry) {
        return MicrometerMetrics.withoutPerResourceMetrics(registry);
    }

    @Produces
    @Singleton
    Figures figures() {
        return new Figures();
    }
}
