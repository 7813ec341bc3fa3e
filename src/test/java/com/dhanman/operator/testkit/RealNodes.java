package com.dhanman.operator.testkit;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.List;

/** A cluster of real nodes where the operator was installed by its chart. */
public final class RealNodes {
    public static final String OPERATOR = "dhanman-operator";

    private final KubernetesClient client = new KubernetesClientBuilder().build();

    public RealNodes() {
        if (client.apps().deployments().inNamespace(OPERATOR).withName(OPERATOR).get() == null) {
            throw new IllegalStateException(
                    "no operator in the namespace " + OPERATOR + ": `make e2e` installs it");
        }
    }

    public KubernetesClient client() {
        return client;
    }

    /** The operator's pods. */
    public List<Pod> operators() {
        return client.pods()
                .inNamespace(OPERATOR)
                .withLabel("app.kubernetes.io/name", OPERATOR)
                .list()
                .getItems();
    }

    /** Name of the pod that holds the lease. */
    public String leader() {
        String holder =
                client.leases()
                        .inNamespace(OPERATOR)
                        .withName(OPERATOR)
                        .get()
                        .getSpec()
                        .getHolderIdentity();
        return holder == null ? "" : holder;
    }

    /** Sets the number of the operator's pods, and waits until it is so. */
    public void scaleOperator(int replicas) {
        client.apps().deployments().inNamespace(OPERATOR).withName(OPERATOR).scale(replicas);
        Awaited.until(
                this::operators,
                pods ->
                        pods.size() == replicas
                                && pods.stream()
                                        .allMatch(
                                                io.fabric8.kubernetes.client.readiness.Readiness
                                                        ::isPodReady),
                Duration.ofSeconds(90));
    }

    /** Replaces all pods of the operator, as an upgrade does, and waits until that is done. */
    public void rollOutOperator() {
        var operator = client.apps().deployments().inNamespace(OPERATOR).withName(OPERATOR);
        operator.rolling().restart();
        Awaited.until(
                operator::get,
                it ->
                        it.getStatus().getObservedGeneration() >= it.getMetadata().getGeneration()
                                && it.getSpec()
                                        .getReplicas()
                                        .equals(it.getStatus().getUpdatedReplicas())
                                && it.getStatus()
                                        .getUpdatedReplicas()
                                        .equals(it.getStatus().getReplicas())
                                && it.getStatus()
                                        .getReplicas()
                                        .equals(it.getStatus().getAvailableReplicas()),
                Duration.ofSeconds(120));
    }

    /** Cuts a node off the network, or joins it again; only the project's own cluster can. */
    public void partition(String command, String node) {
        TestCluster.command(client, command, node);
    }
}
