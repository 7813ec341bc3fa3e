package com.dhanman.operator.postgres;

import com.dhanman.operator.kernel.OptionalKind;
import com.dhanman.operator.postgres.credentials.CredentialStore;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The PodMonitor that tells the Prometheus Operator where a cluster's metrics are: the exporters'
 * and Patroni's own.
 */
final class Scraping {
    static final OptionalKind.Definition POD_MONITOR =
            new OptionalKind.Definition("monitoring.coreos.com", "v1", "PodMonitor", "podmonitors");

    /** Labels of all metrics of a cluster, beside Prometheus' own `namespace` and `pod`. */
    private static final Map<String, String> LABELS =
            new TreeMap<>(
                    Map.of(
                            ClusterNames.CLUSTER_LABEL, "postgres_cluster",
                            ClusterNames.INSTANCE_LABEL, "postgres_instance"));

    private Scraping() {}

    static GenericKubernetesResource of(ClusterSettings settings) {
        return new GenericKubernetesResourceBuilder()
                .withApiVersion(POD_MONITOR.apiVersion())
                .withKind(POD_MONITOR.kind())
                .withNewMetadata()
                .withName(settings.name())
                .withNamespace(settings.namespace())
                .withLabels(settings.labels())
                .endMetadata()
                .addToAdditionalProperties("spec", spec(settings))
                .build();
    }

    private static Map<String, Object> spec(ClusterSettings settings) {
        String scope = ClusterNames.scope(settings.name());
        return sorted(
                Map.of(
                        "selector", Map.of("matchLabels", Map.of(ClusterNames.SCOPE_LABEL, scope)),
                        "podMetricsEndpoints", List.of(exporter(), patroni(settings))));
    }

    private static Map<String, Object> exporter() {
        return sorted(
                Map.of(
                        "port",
                        Endpoints.METRICS,
                        "relabelings",
                        relabelings(),
                        "metricRelabelings",
                        List.of(
                                sorted(
                                        Map.of(
                                                "action", "drop",
                                                "sourceLabels", List.of("__name__"),
                                                "regex", "(go|promhttp)_.*")),
                                // Says how the exporter reaches PostgreSQL, of some metrics.
                                sorted(Map.of("action", "labeldrop", "regex", "server")))));
    }

    /** Whoever reaches Patroni may read; its certificate has the names of the Services. */
    private static Map<String, Object> patroni(ClusterSettings settings) {
        String host = ClusterNames.readWrite(settings.name()) + "." + settings.namespace() + ".svc";
        Map<String, Object> authority =
                sorted(
                        Map.of(
                                "name",
                                ClusterNames.replicationSecret(settings.name()),
                                "key",
                                CredentialStore.SERVER_AUTHORITIES));
        return sorted(
                Map.of(
                        "port",
                        Endpoints.PATRONI,
                        "scheme",
                        "https",
                        "relabelings",
                        relabelings(),
                        "tlsConfig",
                        sorted(Map.of("ca", Map.of("secret", authority), "serverName", host))));
    }

    private static List<Map<String, Object>> relabelings() {
        return LABELS.entrySet().stream().map(Scraping::relabeling).toList();
    }

    private static Map<String, Object> relabeling(Map.Entry<String, String> label) {
        String meta = "__meta_kubernetes_pod_label_" + label.getKey().replaceAll("[./-]", "_");
        return sorted(Map.of("sourceLabels", List.of(meta), "targetLabel", label.getValue()));
    }

    /** The same order each time. */
    private static Map<String, Object> sorted(Map<String, Object> map) {
        return new TreeMap<>(map);
    }
}
