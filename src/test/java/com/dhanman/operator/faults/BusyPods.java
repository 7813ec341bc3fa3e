package com.dhanman.operator.faults;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/**
 * Pods that take all CPU that nobody else has asked for: one on each node, as many loops as it has
 * cores, twice.
 */
final class BusyPods {
    private static final String LABEL = "busy";
    private static final String POD =
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: busy-%1$s, namespace: %2$s, labels: {app.kubernetes.io/name: %3$s}}
            spec:
              nodeName: %1$s
              terminationGracePeriodSeconds: 0
              automountServiceAccountToken: false
              securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
              containers:
              - name: busy
                image: %4$s
                command: [bash, -c, 'for i in {1..%5$d}; do while :; do :; done & done; wait']
                securityContext:
                  allowPrivilegeEscalation: false
                  readOnlyRootFilesystem: true
                  capabilities: {drop: [ALL]}
            """;

    private final ClusterUnderTest cluster;

    BusyPods(ClusterUnderTest cluster) {
        this.cluster = cluster;
    }

    /** Starts them, with the image that a pod of the database has. */
    void start(String image) {
        client().nodes().list().getItems().forEach(it -> start(it, image));
    }

    private void start(Node node, String image) {
        int cores = node.getStatus().getCapacity().get("cpu").getNumericalAmount().intValue();
        String yaml =
                POD.formatted(
                        node.getMetadata().getName(), cluster.namespace(), LABEL, image, 2 * cores);
        client().load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))).create();
    }

    void end() {
        client().pods()
                .inNamespace(cluster.namespace())
                .withLabel("app.kubernetes.io/name", LABEL)
                .withGracePeriod(0)
                .delete();
    }

    private KubernetesClient client() {
        return cluster.client();
    }
}
