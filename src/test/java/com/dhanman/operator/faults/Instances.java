package com.dhanman.operator.faults;

import com.dhanman.operator.postgres.ClusterNames;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The instances of a cluster under test: who leads, who follows, and commands in their pods. */
final class Instances {
    private static final String CONTAINER = "postgres";
    private static final int COMMAND_SECONDS = 120;
    private static final int QUESTION_SECONDS = 3;

    private final ClusterUnderTest cluster;
    private final KubernetesClient client;

    Instances(ClusterUnderTest cluster) {
        this.cluster = cluster;
        this.client = cluster.client();
    }

    List<Pod> pods() {
        return client.pods()
                .inNamespace(cluster.namespace())
                .withLabel(ClusterNames.CLUSTER_LABEL, cluster.name())
                .withLabel(ClusterNames.INSTANCE_LABEL)
                .list()
                .getItems();
    }

    /** Each has a StatefulSet of its own. */
    private int wanted() {
        return client.apps()
                .statefulSets()
                .inNamespace(cluster.namespace())
                .withLabel(ClusterNames.CLUSTER_LABEL, cluster.name())
                .withLabel(ClusterNames.INSTANCE_LABEL)
                .list()
                .getItems()
                .size();
    }

    Pod pod(String name) {
        return client.pods().inNamespace(cluster.namespace()).withName(name).get();
    }

    /** Name of the pod that holds Patroni's lock. */
    Optional<String> primary() {
        ConfigMap lock =
                client.configMaps()
                        .inNamespace(cluster.namespace())
                        .withName(ClusterNames.patroniLeader(cluster.name()))
                        .get();
        return Optional.ofNullable(lock)
                .map(it -> it.getMetadata().getAnnotations())
                .map(it -> it.get("leader"))
                .filter(it -> !it.isEmpty());
    }

    /** ID of the container that runs PostgreSQL, as its node's containerd knows it. */
    static String container(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .filter(it -> it.getName().equals(CONTAINER))
                .map(it -> it.getContainerID().replaceFirst("^.*://", ""))
                .findFirst()
                .orElseThrow();
    }

    /** Whether all pods are ready and stream, as far as the primary itself knows. */
    boolean isWhole() {
        try {
            List<Pod> pods = pods();
            Optional<String> primary = primary();
            if (primary.isEmpty()
                    || pods.size() != wanted()
                    || !pods.stream().allMatch(Readiness::isPodReady)) {
                return false;
            }
            String[] counts = replicas(primary.get()).split(",", 2);
            return Integer.parseInt(counts[0]) == pods.size() - 1
                    && (!cluster.mode().isSynchronous() || Integer.parseInt(counts[1]) > 0);
        } catch (KubernetesClientException | IllegalStateException e) {
            return false;
        }
    }

    private String replicas(String primary) {
        return attempt(
                        primary,
                        "psql -AtXF, -c \"select count(*), count(*) filter (where sync_state <> 'async')"
                                + " from pg_stat_replication where state = 'streaming'\"",
                        QUESTION_SECONDS)
                .strip();
    }

    /** Runs a shell's line in a pod's container; the exit status matters to the line alone. */
    String run(String pod, String line) {
        return attempt(pod, line, COMMAND_SECONDS);
    }

    private String attempt(String pod, String line, int seconds) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (ExecWatch watch =
                client.pods()
                        .inNamespace(cluster.namespace())
                        .withName(pod)
                        .inContainer(CONTAINER)
                        .writingOutput(output)
                        .exec("sh", "-c", line)) {
            int status = watch.exitCode().get(seconds, TimeUnit.SECONDS);
            if (status != 0) {
                throw new IllegalStateException(line + " ended with " + status);
            }
            return output.toString(StandardCharsets.UTF_8);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(line + " came to no end", e);
        }
    }
}
