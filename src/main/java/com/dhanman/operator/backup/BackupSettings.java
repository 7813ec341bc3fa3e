package com.dhanman.operator.backup;

import com.dhanman.operator.api.v1alpha1.BackupEncryption;
import com.dhanman.operator.api.v1alpha1.BackupRetention;
import com.dhanman.operator.api.v1alpha1.BackupSchedule;
import com.dhanman.operator.api.v1alpha1.BackupScheduleSpec;
import com.dhanman.operator.api.v1alpha1.BackupScheduleStatus;
import com.dhanman.operator.api.v1alpha1.BackupTarget;
import com.dhanman.operator.api.v1alpha1.LocalReference;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresClusterSpec;
import com.dhanman.operator.api.v1alpha1.ResourceAmounts;
import com.dhanman.operator.api.v1alpha1.Resources;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Optional;

/**
 * A schedule with every default filled in.
 *
 * @param suspended whether no run is to start, since somebody said so or the cluster does not run
 * @param folder what all names of the cluster's objects in the bucket begin with
 * @param verification empty where backups are not to be proven
 * @param image that of the cluster: its programs are at least as new as the servers
 */
record BackupSettings(
        String name,
        String namespace,
        String cluster,
        String clusterUid,
        String schedule,
        String timeZone,
        boolean suspended,
        List<String> databases,
        BackupTarget target,
        String folder,
        Optional<BackupEncryption> encryption,
        BackupRetention keep,
        Optional<Verification> verification,
        long startingDeadline,
        long activeDeadline,
        Resources resources,
        String image,
        List<String> imagePullSecrets) {
    static final String UTC = "Etc/UTC";
    private static final long STARTING_DEADLINE = 3600;
    private static final long ACTIVE_DEADLINE = 21600;

    /** Digits of a UID that tell clusters of one name apart. */
    private static final int UID_DIGITS = 8;

    /** Of a cluster that nobody has made yet, in `render`. */
    private static final String NO_UID = "00000000-0000-0000-0000-000000000000";

    private static final ResourceAmounts REQUESTS =
            new ResourceAmounts(new Quantity("50m"), new Quantity("128Mi"));
    private static final ResourceAmounts LIMITS = new ResourceAmounts(null, new Quantity("512Mi"));

    static BackupSettings of(BackupSchedule schedule, PostgresCluster cluster) {
        return of(schedule, cluster, folder(schedule, uid(cluster)));
    }

    /** For a cluster that need not be the one that the folder is of. */
    static BackupSettings of(BackupSchedule schedule, PostgresCluster cluster, String folder) {
        BackupScheduleSpec spec = schedule.getSpec();
        Optional<PostgresClusterSpec> owner = Optional.ofNullable(cluster.getSpec());
        boolean hibernated = owner.map(PostgresClusterSpec::hibernated).orElse(false);
        return new BackupSettings(
                schedule.getMetadata().getName(),
                schedule.getMetadata().getNamespace(),
                cluster.getMetadata().getName(),
                uid(cluster),
                spec.schedule(),
                or(spec.timeZone(), UTC),
                hibernated || Boolean.TRUE.equals(spec.suspend()),
                or(spec.databases(), List.of()),
                spec.target(),
                folder,
                Optional.ofNullable(spec.encryption()),
                spec.keep(),
                Optional.ofNullable(spec.verify()).map(it -> Verification.of(it, cluster)),
                or(spec.startingDeadlineSeconds(), STARTING_DEADLINE),
                or(spec.activeDeadlineSeconds(), ACTIVE_DEADLINE),
                resources(spec.resources()),
                cluster.getStatus().image(),
                owner.map(PostgresClusterSpec::imagePullSecrets).orElse(List.of()).stream()
                        .map(LocalReference::name)
                        .toList());
    }

    private static String uid(PostgresCluster cluster) {
        return or(cluster.getMetadata().getUid(), NO_UID);
    }

    /** Where all of it is, for people. */
    String address() {
        return address(target) + folder;
    }

    private static String address(BackupTarget target) {
        return "s3://" + target.bucket() + "/";
    }

    /** The folder that a schedule was last seen to write to. */
    static Optional<String> lastFolder(BackupSchedule schedule) {
        String address = address(schedule.getSpec().target());
        return Optional.ofNullable(schedule.getStatus())
                .map(BackupScheduleStatus::target)
                .filter(it -> it.startsWith(address))
                .map(it -> it.substring(address.length()));
    }

    private static String folder(BackupSchedule schedule, String uid) {
        String prefix =
                or(schedule.getSpec().target().prefix(), schedule.getMetadata().getNamespace());
        return "%s/%s-%s"
                .formatted(prefix, schedule.getSpec().cluster(), uid.substring(0, UID_DIGITS));
    }

    static Resources resources(Resources own) {
        return new Resources(
                Optional.ofNullable(own).map(Resources::requests).orElse(REQUESTS),
                Optional.ofNullable(own).map(Resources::limits).orElse(LIMITS));
    }

    private static <T> T or(T own, T preset) {
        return own == null ? preset : own;
    }
}
