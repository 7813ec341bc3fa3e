package com.dhanman.operator.cli.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresInstanceStatus;
import com.dhanman.operator.postgres.ClusterNames;
import com.dhanman.operator.postgres.patroni.ClusterState;
import com.dhanman.operator.postgres.patroni.InstanceRows;
import com.dhanman.operator.postgres.patroni.Member;
import com.dhanman.operator.postgres.patroni.Wanted;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A look at a cluster itself, and not at what the operator last wrote of it, which may be down: at
 * its pods, at Patroni's ConfigMaps, and by psql in the primary's pod.
 *
 * @param note what could not be looked at, and why
 */
record Look(List<PostgresInstanceStatus> instances, Figures figures, Optional<String> note) {
    private static final int SECONDS = 10;

    /** Looks as far as one may. */
    static Look at(KubernetesClient client, PostgresCluster cluster) {
        ClusterState state;
        try {
            state = state(client, cluster);
        } catch (KubernetesClientException e) {
            return new Look(
                    Optional.ofNullable(cluster.getStatus().instances()).orElse(List.of()),
                    Figures.NONE,
                    Optional.of(
                            "This is what the operator last saw: " + e.getMessage().strip() + "."));
        }
        List<PostgresInstanceStatus> rows =
                InstanceRows.of(
                        new Wanted(
                                Instances.names(cluster),
                                Set.copyOf(
                                        Optional.ofNullable(cluster.getSpec().fenced())
                                                .orElse(List.of())),
                                Boolean.TRUE.equals(cluster.getSpec().hibernated()),
                                0,
                                false),
                        state);
        return state.leader()
                .filter(Member::started)
                .map(leader -> asked(client, cluster, rows, leader))
                .orElse(new Look(rows, Figures.NONE, Optional.empty()));
    }

    private static ClusterState state(KubernetesClient client, PostgresCluster cluster) {
        String namespace = cluster.getMetadata().getNamespace();
        String name = cluster.getMetadata().getName();
        return ClusterState.of(
                name,
                client.pods()
                        .inNamespace(namespace)
                        .withLabel(ClusterNames.CLUSTER_LABEL, name)
                        .list()
                        .getItems(),
                client.configMaps()
                        .inNamespace(namespace)
                        .withLabel(ClusterNames.CLUSTER_LABEL, name)
                        .list()
                        .getItems());
    }

    private static Look asked(
            KubernetesClient client,
            PostgresCluster cluster,
            List<PostgresInstanceStatus> rows,
            Member leader) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (ExecWatch psql =
                client.pods()
                        .inNamespace(cluster.getMetadata().getNamespace())
                        .withName(leader.name())
                        .inContainer("postgres")
                        .writingOutput(out)
                        .writingError(err)
                        .exec("psql", "-XAtq", "-c", Figures.REPLICAS, "-c", Figures.SLOTS)) {
            int status = psql.exitCode().get(SECONDS, TimeUnit.SECONDS);
            return status == 0
                    ? new Look(
                            rows,
                            Figures.parse(out.toString(StandardCharsets.UTF_8)),
                            Optional.empty())
                    : without(rows, err.toString(StandardCharsets.UTF_8));
        } catch (KubernetesClientException | ExecutionException e) {
            return without(rows, e.getMessage());
        } catch (TimeoutException e) {
            return without(rows, "no answer within %d seconds".formatted(SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return without(rows, "interrupted");
        }
    }

    private static Look without(List<PostgresInstanceStatus> rows, String why) {
        return new Look(
                rows,
                Figures.NONE,
                Optional.of(
                        "Lag is a few seconds old and slots are not shown, for psql cannot be run in"
                                + " the primary's pod: "
                                + why.strip()));
    }
}
