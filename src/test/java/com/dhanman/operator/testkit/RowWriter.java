package com.dhanman.operator.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/**
 * A pod that writes rows through a cluster's pooler, as `src/test/cluster/images/appender` says. It
 * waits for an answer for as long as the pooler does.
 */
public final class RowWriter {
    public static final int WRITERS = 4;

    private static final String STREAM = "pooler";
    private static final String POD =
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: %1$s, namespace: %2$s}
            spec:
              restartPolicy: Never
              automountServiceAccountToken: false
              securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
              containers:
              - name: appender
                image: %3$s/appender:1
                env:
                - {name: RUN, value: %1$s}
                - {name: STREAMS, value: "%4$s:%5$d:40"}
                - {name: TIMEOUT_MS, value: "60000"}
                - {name: LIFETIME_MS, value: "%6$d"}
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

    private RowWriter(KubernetesClient client, String namespace, String name) {
        this.client = client;
        this.namespace = namespace;
        this.name = name;
    }

    /**
     * What came of it.
     *
     * @param failed rows of which an error was the answer
     * @param lost rows that were acknowledged and are not there
     */
    public record Outcome(int acknowledged, int failed, int lost) {}

    /**
     * Starts one, and waits until it writes.
     *
     * @param lifetime how old its connections get; zero for no limit
     */
    public static RowWriter start(
            Database database, String databaseName, String name, Duration lifetime) {
        String registry = System.getenv("IMAGE_REGISTRY");
        String yaml =
                POD.formatted(
                        name,
                        database.namespace(),
                        registry == null ? "localhost" : registry,
                        STREAM,
                        WRITERS,
                        lifetime.toMillis(),
                        Database.NAME + "-db-" + databaseName);
        database.client()
                .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .create();
        RowWriter writer = new RowWriter(database.client(), database.namespace(), name);
        writer.awaitMore(50);
        return writer;
    }

    /** Waits until this many more rows were acknowledged. */
    public void awaitMore(int rows) {
        int before = acknowledged();
        Awaited.until(this::acknowledged, now -> now >= before + rows, Database.PATIENCE);
    }

    private int acknowledged() {
        try {
            return json(client.raw(path(""))).path(STREAM).path("acked").asInt();
        } catch (KubernetesClientException | IllegalStateException e) {
            return 0;
        }
    }

    /** Tells it to stop writing, and what came of it. */
    public Outcome finish() {
        client.raw(path("finish"), "POST", "");
        var pod = client.pods().inNamespace(namespace).withName(name);
        Awaited.until(
                () -> pod.get().getStatus().getPhase(),
                Set.of("Succeeded", "Failed")::contains,
                Database.PATIENCE);
        String log = pod.getLog();
        JsonNode summary =
                log.lines()
                        .map(RowWriter::json)
                        .filter(it -> it.path("event").asText().equals("summary"))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(log))
                        .path("summary");
        if (!summary.path("verified").asBoolean()) {
            throw new AssertionError(log);
        }
        JsonNode stream = summary.path("streams").path(0);
        return new Outcome(
                stream.path("acked").asInt(),
                stream.path("refused").asInt() + stream.path("unknown").asInt(),
                summary.path("lost").asInt());
    }

    private String path(String below) {
        return "/api/v1/namespaces/%s/pods/%s:8080/proxy/%s".formatted(namespace, name, below);
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IllegalStateException(e);
        }
    }
}
