package com.dhanman.operator.postgres;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The Services at which clients reach the primary, the replicas and each instance. */
final class Endpoints {
    static final String POSTGRES = "postgres";
    static final String PATRONI = "patroni";
    static final String METRICS = "metrics";

    private Endpoints() {}

    static List<Service> of(ClusterSettings settings) {
        String cluster = settings.name();
        return List.of(
                writes(settings),
                service(
                        settings,
                        ClusterNames.readOnly(cluster),
                        Map.of(ClusterNames.READS_LABEL, ClusterNames.SERVES)),
                service(settings, ClusterNames.read(cluster), Map.of()),
                headless(settings));
    }

    /**
     * Lists its pod also while that is not ready: where PostgreSQL has stopped, the pod's kernel
     * refuses connections at once, while those to a Service without pods hang.
     */
    private static Service writes(ClusterSettings settings) {
        Service service =
                service(
                        settings,
                        ClusterNames.readWrite(settings.name()),
                        Map.of(ClusterNames.WRITES_LABEL, ClusterNames.SERVES));
        service.getSpec().setPublishNotReadyAddresses(true);
        return service;
    }

    private static Service service(
            ClusterSettings settings, String name, Map<String, String> labels) {
        Map<String, String> selector = new TreeMap<>(labels);
        selector.put(ClusterNames.SCOPE_LABEL, ClusterNames.scope(settings.name()));
        return selecting(settings, name, selector);
    }

    /** The Service of the pool before the primary, and that by which its pods find each other. */
    static List<Service> pooler(ClusterSettings settings) {
        Service pods =
                selecting(
                        settings,
                        ClusterNames.poolerPods(settings.name()),
                        Pooler.selector(settings));
        pods.getSpec().setClusterIP("None");
        // A pod that is about to end still has clients that cancel.
        pods.getSpec().setPublishNotReadyAddresses(true);
        return List.of(
                selecting(
                        settings, ClusterNames.pooler(settings.name()), Pooler.selector(settings)),
                pods);
    }

    private static Service selecting(
            ClusterSettings settings, String name, Map<String, String> selector) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(settings.namespace())
                .withLabels(settings.labels())
                .endMetadata()
                .withNewSpec()
                .withType("ClusterIP")
                .withSelector(selector)
                .withPorts(port(POSTGRES, ClusterNames.POSTGRES_PORT))
                .endSpec()
                .build();
    }

    /** Names of pods, which must be there before a pod is ready: replicas are cloned by then. */
    private static Service headless(ClusterSettings settings) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(ClusterNames.pods(settings.name()))
                .withNamespace(settings.namespace())
                .withLabels(settings.labels())
                .endMetadata()
                .withNewSpec()
                .withType("ClusterIP")
                .withClusterIP("None")
                .withPublishNotReadyAddresses(true)
                .withSelector(Map.of(ClusterNames.SCOPE_LABEL, ClusterNames.scope(settings.name())))
                .withPorts(
                        port(POSTGRES, ClusterNames.POSTGRES_PORT),
                        port(PATRONI, ClusterNames.PATRONI_PORT))
                .endSpec()
                .build();
    }

    private static ServicePort port(String name, int port) {
        return new ServicePortBuilder()
                .withName(name)
                .withProtocol("TCP")
                .withPort(port)
                .withNewTargetPort(name)
                .build();
    }
}
