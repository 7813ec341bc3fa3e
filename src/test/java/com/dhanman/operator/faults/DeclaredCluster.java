package com.dhanman.operator.faults;

import com.dhanman.operator.api.v1alpha1.Api;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresOperationStatus;
import com.dhanman.operator.kernel.Conditions;
import com.dhanman.operator.postgres.ClusterNames;
import com.dhanman.operator.testkit.Awaited;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A cluster that the operator makes of a PostgresCluster, in a namespace of its own. */
public final class DeclaredCluster implements ClusterUnderTest {
    private static final String NAME = "main";
    private static final String DATABASE = "app";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final KubernetesClient client;
    private final String namespace;
    private final Mode mode;

    private DeclaredCluster(KubernetesClient client, String namespace, Mode mode) {
        this.client = client;
        this.namespace = namespace;
        this.mode = mode;
    }

    /** Makes one of three instances with these volumes, and waits until it is ready. */
    public static DeclaredCluster make(
            KubernetesClient client, String namespace, Mode mode, String storage) {
        client.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(namespace)
                                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                                .endMetadata()
                                .build())
                .serverSideApply();
        DeclaredCluster cluster = new DeclaredCluster(client, namespace, mode);
        client.load(new ByteArrayInputStream(cluster.yaml(storage)))
                .forceConflicts()
                .serverSideApply();
        Awaited.until(cluster::get, DeclaredCluster::isReady, PATIENCE);
        return cluster;
    }

    private byte[] yaml(String storage) {
        return """
                apiVersion: platform.dhanman.com/v1alpha1
                kind: PostgresCluster
                metadata: {name: %s, namespace: %s}
                spec:
                  instances: 3
                  storage: %s
                  replication: %s
                  databases: [{name: %s}]
                  deletionPolicy: Delete
                """
                .formatted(NAME, namespace, storage, mode.replication(), DATABASE)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isReady(PostgresCluster cluster) {
        return cluster != null
                && cluster.getStatus() != null
                && Objects.equals(
                        cluster.getStatus().observedGeneration(),
                        cluster.getMetadata().getGeneration())
                && Conditions.isTrue(cluster.getStatus().conditions(), Conditions.READY);
    }

    @Override
    public void switchOver() {
        operate("switchover");
    }

    @Override
    public void restart() {
        operate("restart");
    }

    private void operate(String operation) {
        String token = Long.toString(System.currentTimeMillis(), 36);
        client.resource(get())
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"annotations\":{\"%s/%s\":\"%s\"}}}"
                                .formatted(Api.GROUP, operation, token));
        PostgresOperationStatus outcome =
                Awaited.until(
                                () -> outcome(operation, token),
                                it -> it.isPresent() && !it.get().state().equals("Running"),
                                PATIENCE)
                        .orElseThrow();
        if (!outcome.state().equals("Succeeded")) {
            throw new AssertionError(operation + " failed: " + outcome.message());
        }
    }

    private Optional<PostgresOperationStatus> outcome(String operation, String token) {
        List<PostgresOperationStatus> operations = get().getStatus().operations();
        return operations == null
                ? Optional.empty()
                : operations.stream()
                        .filter(
                                it ->
                                        it.name().equals(operation)
                                                && token.equals(it.request())
                                                && it.state() != null)
                        .findFirst();
    }

    private PostgresCluster get() {
        return client.resources(PostgresCluster.class).inNamespace(namespace).withName(NAME).get();
    }

    @Override
    public void close() {
        client.resources(PostgresCluster.class).inNamespace(namespace).withName(NAME).delete();
        Awaited.until(this::get, Objects::isNull, PATIENCE);
        client.namespaces().withName(namespace).delete();
        Awaited.until(
                () -> client.namespaces().withName(namespace).get(), Objects::isNull, PATIENCE);
    }

    @Override
    public KubernetesClient client() {
        return client;
    }

    @Override
    public String namespace() {
        return namespace;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String secret() {
        return ClusterNames.databaseSecret(NAME, DATABASE);
    }

    @Override
    public Mode mode() {
        return mode;
    }
}
