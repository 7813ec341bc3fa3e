package com.dhanman.operator.runtime;

import com.dhanman.operator.kernel.Figure;
import com.dhanman.operator.kernel.Figures;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Figures of resources in the operator's metrics. */
@Singleton
class ResourceFigures extends Collector {
    private final Figures figures;
    private final PrometheusMeterRegistry registry;

    ResourceFigures(Figures figures, PrometheusMeterRegistry registry) {
        this.figures = figures;
        this.registry = registry;
    }

    void register(@Observes StartupEvent event) {
        registry.getPrometheusRegistry().register(this);
    }

    @Override
    public List<MetricFamilySamples> collect() {
        Map<String, MetricFamilySamples> families = new TreeMap<>();
        figures.now().forEach(it -> add(families, it));
        return new ArrayList<>(families.values());
    }

    private static void add(Map<String, MetricFamilySamples> families, Figure figure) {
        Map<String, String> labels = new TreeMap<>(figure.labels());
        families.computeIfAbsent(
                        figure.name(),
                        name -> new GaugeMetricFamily(name, figure.help(), List.of()))
                .samples
                .add(
                        new MetricFamilySamples.Sample(
                                figure.name(),
                                List.copyOf(labels.keySet()),
                                List.copyOf(labels.values()),
                                figure.value()));
    }
}
