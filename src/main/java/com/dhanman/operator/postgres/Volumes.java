package com.dhanman.operator.postgres;

import com.dhanman.operator.api.v1alpha1.DeletionPolicy;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.kernel.Kept;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /**
     * What volumes cannot do. That a size is not less than before is not asked of the resource
     * itself, so that a growth which the StorageClass refuses can be undone.
     *
     * @param actual by name of a claim, the size that it asks for
     */
    static List<Finding> findings(ClusterSettings settings, Map<String, Quantity> actual) {
        List<Finding> findings = new ArrayList<>();
        for (String instance : settings.instanceNames()) {
            shrinking(
                            ClusterNames.dataVolume(instance),
                            "spec.storage.size",
                            settings.storage().size(),
                            actual)
                    .ifPresent(findings::add);
            if (settings.storage().wal() != null) {
                shrinking(
                                ClusterNames.walVolume(instance),
                                "spec.storage.wal.size",
                                settings.storage().wal().size(),
                                actual)
                        .ifPresent(findings::add);
            }
        }
        return findings.stream().limit(1).toList();
    }

    private static Optional<Finding> shrinking(
            String name, String field, Quantity wanted, Map<String, Quantity> actual) {
        return Optional.ofNullable(actual.get(name))
                .filter(it -> bytes(it).compareTo(bytes(wanted)) > 0)
                .map(
                        it ->
                                Finding.error(
                                        "VolumeCannotShrink",
                                        field,
                                        "the volume %s has %s, and volumes cannot shrink"
                                                .formatted(name, it),
                                        "Write %s or more, or make a new cluster and move the databases"
                                                .formatted(it)));
    }

    private static BigDecimal bytes(Quantity quantity) {
        return Quantity.getAmountInBytes(quantity);
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
