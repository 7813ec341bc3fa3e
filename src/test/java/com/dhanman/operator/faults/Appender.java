package com.dhanman.operator.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** A pod that writes rows, as `src/test/cluster/images/appender` says, pinned to a node. */
public final class Appender {
    static final String LABEL = "appender";
    static final String CLIENT = "rw:4:40 multi:4:40";
    static final String WITNESS = "rw:1:100 direct:1:100";

    private static final String IMAGE =
            (System.getenv("IMAGE_REGISTRY") == null
                            ? "localhost"
                            : System.getenv("IMAGE_REGISTRY"))
                    + "/appender:1";
    private static final String POD =
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: %1$s, namespace: %2$s, labels: {app.kubernetes.io/name: %3$s}}
            spec:
              nodeName: %4$s
              restartPolicy: Never
              automountServiceAccountToken: false
              tolerations: [{operator: Exists}]
              securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
              containers:
              - name: appender
                image: %5$s
                env:
                - {name: RUN, value: %1$s}
                - {name: NODE, value: %4$s}
                - {name: STREAMS, value: "%6$s"}
                securityContext:
                  allowPrivilegeEscalation: false
                  readOnlyRootFilesystem: true
                  capabilities: {drop: [ALL]}
                volumeMounts: [{name: database, mountPath: /etc/dhanman/postgres}]
              volumes: [{name: database, secret: {secretName: %7$s}}]
            """;

    private final KubernetesClient client;
    private final String namespace;
    private final String name;

    private Appender(KubernetesClient client, String namespace, String name) {
        this.client = client;
        this.namespace = namespace;
        this.name = name;
    }

    static Appender start(ClusterUnderTest cluster, String name, String node, String streams) {
        Appender appender = new Appender(cluster.client(), cluster.namespace(), name);
        appender.create(node, streams, cluster.secret());
        return appender;
    }

    /** One that writes to whatever the URI of a Secret says. */
    public static Appender toUri(KubernetesClient client, String namespace, String secret) {
        String node = client.nodes().list().getItems().getFirst().getMetadata().getName();
        Appender appender = new Appender(client, namespace, "client");
        appender.create(node, "rw:4:40", secret);
        return appender;
    }

    private void create(String node, String streams, String secret) {
        String yaml = POD.formatted(name, namespace, LABEL, node, IMAGE, streams, secret);
        client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))).create();
    }

    /** Takes away what an earlier run left, and waits until it is gone. */
    static void removeAll(ClusterUnderTest cluster) {
        var pods =
                cluster.client()
                        .pods()
                        .inNamespace(cluster.namespace())
                        .withLabel("app.kubernetes.io/name", LABEL);
        pods.withGracePeriod(0).delete();
        com.dhanman.operator.testkit.Awaited.until(() -> pods.list().getItems(), List::isEmpty);
    }

    /** Whether each of these streams has this many acknowledged rows, the last of them just now. */
    public boolean writes(Set<String> streams, int rows) {
        JsonNode progress = progress();
        return streams.stream()
                .map(progress::path)
                .allMatch(
                        it ->
                                it.path("acked").asInt() >= rows
                                        && it.path("sinceMs").asInt(-1) >= 0
                                        && it.path("sinceMs").asInt() < 500);
    }

    /** Address of the instance that acknowledged a stream's last row. */
    String server(String stream) {
        return progress().path(stream).path("origin").path("server").asText();
    }

    private JsonNode progress() {
        try {
            return new ObjectMapper().readTree(client.raw(path("")));
        } catch (KubernetesClientException | JsonProcessingException | IllegalArgumentException e) {
            return MissingNode.getInstance();
        }
    }

    /** Tells it to stop writing and to read back what is there. */
    public void finish() {
        client.raw(path("finish"), "POST", "");
    }

    private String path(String below) {
        return "/api/v1/namespaces/%s/pods/%s:8080/proxy/%s".formatted(namespace, name, below);
    }

    public boolean hasEnded() {
        Pod pod = client.pods().inNamespace(namespace).withName(name).get();
        return Set.of("Succeeded", "Failed").contains(pod.getStatus().getPhase());
    }

    public String log() {
        return client.pods().inNamespace(namespace).withName(name).getLog();
    }

    String name() {
        return name;
    }
}
