package com.dhanman.operator.faults;

import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * The clusters that faults strike: one at a time, made anew where mode or disks are to be others.
 */
final class Stage implements AutoCloseable {
    private final KubernetesClient client;
    private final String given;
    private ClusterUnderTest cluster;
    private boolean small;
    private int count;

    /** With a given cluster, named `namespace/name`, or with null for clusters of its own. */
    Stage(KubernetesClient client, String given) {
        this.client = client;
        this.given = given;
    }

    ClusterUnderTest set(Mode mode, boolean smallDisks) {
        if (cluster != null && cluster.mode() == mode && small == smallDisks) {
            return cluster;
        }
        close();
        cluster = given != null ? new GivenCluster(client, given, mode) : make(mode, smallDisks);
        small = smallDisks;
        return cluster;
    }

    private ClusterUnderTest make(Mode mode, boolean smallDisks) {
        count++;
        String namespace = "faults-" + mode.name().toLowerCase(java.util.Locale.ROOT) + "-" + count;
        String storage = smallDisks ? SmallDisks.make(client, namespace) : "{size: 1Gi}";
        return DeclaredCluster.make(client, namespace, mode, storage);
    }

    @Override
    public void close() {
        if (cluster != null) {
            cluster.close();
            cluster = null;
        }
    }
}
