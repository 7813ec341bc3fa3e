package com.dhanman.operator.faults;

import com.dhanman.operator.testkit.TestCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** Local volumes on disks of their own, which are full long before the machine's is. */
final class SmallDisks {
    private static final String CLASS = "faults-small";
    private static final String SIZE = "512Mi";

    private SmallDisks() {}

    /** Gives each node one, and tells the {@code spec.storage} that claims them. */
    static String make(KubernetesClient client, String name) {
        apply(
                client,
                """
                apiVersion: storage.k8s.io/v1
                kind: StorageClass
                metadata: {name: %s}
                provisioner: kubernetes.io/no-provisioner
                volumeBindingMode: WaitForFirstConsumer
                """
                        .formatted(CLASS));
        client.nodes()
                .list()
                .getItems()
                .forEach(node -> volume(client, name, node.getMetadata().getName()));
        return "{size: %s, storageClass: %s}".formatted(SIZE, CLASS);
    }

    private static void volume(KubernetesClient client, String name, String node) {
        String path = TestCluster.command(client, "disk", node, name, SIZE);
        apply(
                client,
                """
                apiVersion: v1
                kind: PersistentVolume
                metadata: {name: %1$s-%2$s}
                spec:
                  capacity: {storage: %3$s}
                  accessModes: [ReadWriteOnce]
                  persistentVolumeReclaimPolicy: Retain
                  storageClassName: %4$s
                  local: {path: %5$s}
                  nodeAffinity:
                    required:
                      nodeSelectorTerms:
                      - matchExpressions:
                        - {key: kubernetes.io/hostname, operator: In, values: [%2$s]}
                """
                        .formatted(name, node, SIZE, CLASS, path));
    }

    private static void apply(KubernetesClient client, String yaml) {
        client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .forceConflicts()
                .serverSideApply();
    }
}
