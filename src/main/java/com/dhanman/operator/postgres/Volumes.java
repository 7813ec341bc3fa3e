package com.dhanman.operator.postgres;

import com.dhanman.operator.api.v1alpha1.DeletionPolicy;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.kernel.Kept;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;

/**
 * Claims of the instances' volumes. They are not part of the StatefulSets, whose templates cannot
 * change: so each grows by itself, also while its instance cannot run.
 */
final class Volumes {
    private Volumes() {}

    static List<PersistentVolumeClaim> of(ClusterSettings settings, PostgresCluster owner) {
        List<PersistentVolumeClaim> claims = new ArrayList<>();
        for (String instance : settings.instanceNames()) {
            claims.add(
                    claim(
                            settings,
                            instance,
                            ClusterNames.dataVolume(instance),
                            settings.storage().size(),
                            settings.storage().storageClass()));
            if (settings.storage().wal() != null) {
                claims.add(
                        claim(
                                settings,
                                instance,
                                ClusterNames.walVolume(instance),
                                settings.storage().wal().size(),
                                settings.storage().wal().storageClass()));
            }
        }
        if (settings.deletionPolicy() == DeletionPolicy.Retain) {
            claims.forEach(claim -> Kept.beyond(owner, claim));
        }
        return claims;
    }

    private static PersistentVolumeClaim claim(
            ClusterSettings settings,
            String instance,
            String name,
            Quantity size,
            String storageClass) {
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(settings.namespace())
                .withLabels(settings.labels(instance))
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withStorageClassName(storageClass)
                .withNewResources()
                .addToRequests("storage", size)
                .endResources()
                .endSpec()
                .build();
    }
}
