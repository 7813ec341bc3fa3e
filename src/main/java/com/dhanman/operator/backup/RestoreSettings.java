package com.dhanman.operator.backup;

import com.dhanman.operator.api.v1alpha1.BackupSchedule;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.Resources;
import com.dhanman.operator.api.v1alpha1.Restore;
import com.dhanman.operator.api.v1alpha1.RestoreSpec;
import com.dhanman.operator.kernel.Names;
import java.util.Optional;

/**
 * A restore with every default filled in.
 *
 * @param source the schedule's settings, for the cluster that gets the database
 * @param id tells this restore from all others, also of its name
 */
record RestoreSettings(
        String name,
        BackupSettings source,
        String id,
        RestoreSpec spec,
        long activeDeadline,
        Resources resources) {
    private static final long ACTIVE_DEADLINE = 21600;
    private static final String NO_UID = "00000000-0000-0000-0000-000000000000";

    /** Empty while nobody knows where the schedule's backups are. */
    static Optional<RestoreSettings> of(
            Restore restore, BackupSchedule schedule, PostgresCluster cluster) {
        return Optional.ofNullable(restore.getSpec().from().folder())
                .or(() -> BackupSettings.lastFolder(schedule))
                .map(folder -> of(restore, BackupSettings.of(schedule, cluster, folder)));
    }

    private static RestoreSettings of(Restore restore, BackupSettings source) {
        RestoreSpec spec = restore.getSpec();
        return new RestoreSettings(
                restore.getMetadata().getName(),
                source,
                Optional.ofNullable(restore.getMetadata().getUid()).orElse(NO_UID),
                spec,
                Optional.ofNullable(spec.activeDeadlineSeconds()).orElse(ACTIVE_DEADLINE),
                BackupSettings.resources(spec.resources()));
    }

    /** ConfigMap of the file that the Job reads. */
    String file() {
        return Names.join(name, "restore");
    }

    Work work() {
        return new Work(Task.RESTORE, file(), activeDeadline, resources, Optional.empty());
    }
}
