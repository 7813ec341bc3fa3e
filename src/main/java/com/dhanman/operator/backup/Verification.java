package com.dhanman.operator.backup;

import com.dhanman.operator.api.v1alpha1.BackupAssertion;
import com.dhanman.operator.api.v1alpha1.BackupScratch;
import com.dhanman.operator.api.v1alpha1.BackupVerification;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresStorage;
import com.dhanman.operator.api.v1alpha1.ResourceAmounts;
import com.dhanman.operator.api.v1alpha1.Resources;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Optional;

/** How backups are proven, with every default filled in. */
record Verification(
        String schedule,
        List<BackupAssertion> assertions,
        Quantity size,
        String storageClass,
        long activeDeadline,
        Resources resources) {
    private static final long ACTIVE_DEADLINE = 21600;
    private static final Quantity SIZE = new Quantity("10Gi");
    private static final ResourceAmounts REQUESTS =
            new ResourceAmounts(new Quantity("250m"), new Quantity("512Mi"));
    private static final ResourceAmounts LIMITS = new ResourceAmounts(null, new Quantity("1Gi"));

    static Verification of(BackupVerification spec, PostgresCluster cluster) {
        Optional<PostgresStorage> like =
                Optional.ofNullable(cluster.getSpec()).map(it -> it.storage());
        Optional<BackupScratch> own = Optional.ofNullable(spec.storage());
        Optional<Resources> resources = Optional.ofNullable(spec.resources());
        return new Verification(
                spec.schedule(),
                Optional.ofNullable(spec.assertions()).orElse(List.of()),
                own.map(BackupScratch::size).or(() -> like.map(PostgresStorage::size)).orElse(SIZE),
                own.map(BackupScratch::storageClass)
                        .or(() -> like.map(PostgresStorage::storageClass))
                        .orElse(null),
                Optional.ofNullable(spec.activeDeadlineSeconds()).orElse(ACTIVE_DEADLINE),
                new Resources(
                        resources.map(Resources::requests).orElse(REQUESTS),
                        resources.map(Resources::limits).orElse(LIMITS)));
    }
}
