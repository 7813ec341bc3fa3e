package com.dhanman.operator.postgres;

import com.dhanman.operator.api.v1alpha1.DeletionPolicy;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.kernel.Kept;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ConfigMaps in whose annotations Patroni keeps what it knows. The operator makes them, so that
 * the pods need no right to, and they live as long as the volumes: what they say of the leader and
 * the synchronous replicas decides who may lead when the cluster comes back. Of their annotations
 * the operator writes one, Patroni's dynamic configuration.
 */
final class PatroniMaps {
    private static final String CONFIG = "config";

    private PatroniMaps() {}

    /**
     * Makes them.
     *
     * @param configuration Patroni's dynamic configuration as JSON
     */
    static List<ConfigMap> of(
            ClusterSettings settings, PostgresCluster owner, String configuration) {
        List<ConfigMap> maps = new ArrayList<>();
        for (String name : ClusterNames.patroniConfigMaps(settings.name())) {
            boolean configures = name.equals(ClusterNames.patroniConfig(settings.name()));
            maps.add(map(settings, name, configures ? Map.of(CONFIG, configuration) : Map.of()));
        }
        if (settings.deletionPolicy() == DeletionPolicy.Retain) {
            maps.forEach(map -> Kept.beyond(owner, map));
        }
        return maps;
    }

    private static ConfigMap map(
            ClusterSettings settings, String name, Map<String, String> annotations) {
        Map<String, String> labels = new TreeMap<>(settings.labels());
        labels.put(ClusterNames.SCOPE_LABEL, ClusterNames.scope(settings.name()));
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(settings.namespace())
                .withLabels(labels)
                .withAnnotations(annotations)
                .endMetadata()
                .build();
    }
}
