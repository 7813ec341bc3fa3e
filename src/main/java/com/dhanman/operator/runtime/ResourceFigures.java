package com.dhanman.operator.runtime;

import com.dhanman.operator.kernel.Figure;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.GaugeMetricFamily;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Figures of resources in the operator's metrics. They are read off the caches at each scrape: what
 * is not scraped costs nothing, and what is gone is not told of.
 */
@Singleton
class ResourceFigures extends Collector {
    private final Instance<Figure.Source> sources;
    private final CollectorRegistry registry;

    ResourceFigures(@Any Instance<Figure.Source> sources, CollectorRegistry registry) {
        this.sources = sources;
        this.registry = registry;
    }

    void register(@Observes StartupEvent event) {
        registry.register(this);
    }

    @Override
    public List<MetricFamilySamples> collect() {
        Map<String, MetricFamilySamples> families = new TreeMap<>();
        for (Figure.Source source : sources) {
            source.figures().forEach(it -> add(families, it));
        }
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
