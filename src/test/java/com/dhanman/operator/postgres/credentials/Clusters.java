package com.dhanman.operator.postgres.credentials;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;

/** Clusters to test with. */
final class Clusters {
    private Clusters() {}

    /** A cluster {@code main} in {@code qa} whose spec has these lines beside its storage. */
    static PostgresCluster of(String spec) {
        PostgresCluster cluster =
                Serialization.unmarshal(
                        """
                        apiVersion: platform.dhanman.com/v1alpha1
                        kind: PostgresCluster
                        metadata: {name: main, namespace: qa, uid: "1"}
                        spec:
                          storage: {size: 1Gi}
                        """
                                + spec.indent(2),
                        PostgresCluster.class);
        cluster.getMetadata().setAnnotations(Map.of());
        return cluster;
    }
}
