package com.dhanman.operator.backup;

import com.dhanman.operator.api.v1alpha1.BackupEncryption;
import com.dhanman.operator.kernel.Containers;
import com.dhanman.operator.kernel.PostgresAccess;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The pod that does a task. It has no rights in Kubernetes: it tells what came of it by its
 * termination message. Who proves a backup has no certificate of the cluster either.
 */
final class JobPod {
    /** Its one container. */
    static final String CONTAINER = "backup";

    /** User that the image has for PostgreSQL. */
    private static final long USER = 999;

    private static final String ROOT = "/etc/dhanman-backup/";
    private static final String IDENTITY = "identity";
    private static final int SECRET_MODE = 0440;

    private JobPod() {}

    static PodSpec of(BackupSettings settings, Work work) {
        return new PodSpecBuilder()
                .withRestartPolicy("Never")
                // Kept with the pod, and with it the message, unlike the Job's deadline.
                .withActiveDeadlineSeconds(work.deadline())
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withImagePullSecrets(
                        settings.imagePullSecrets().stream()
                                .map(LocalObjectReference::new)
                                .toList())
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withFsGroup(USER)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withContainers(container(settings, work))
                .withVolumes(volumes(settings, work))
                .build();
    }

    private static Container container(BackupSettings settings, Work work) {
        return new ContainerBuilder()
                .withName(CONTAINER)
                .withImage(settings.image())
                .withCommand("dhanman-backup")
                .withArgs(work.task().label())
                // Where the program itself is ended, what it logged last.
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withNewResources()
                .withRequests(Containers.amounts(work.resources().requests()))
                .withLimits(Containers.amounts(work.resources().limits()))
                .endResources()
                .withSecurityContext(Containers.restricted())
                .withVolumeMounts(mounts(settings, work))
                .build();
    }

    private static List<VolumeMount> mounts(BackupSettings settings, Work work) {
        List<VolumeMount> mounts = new ArrayList<>();
        mounts.add(mount("config", ROOT + "config", true));
        mounts.add(mount("target", ROOT + "target", true));
        identity(settings, work)
                .ifPresent(it -> mounts.add(mount(IDENTITY, ROOT + IDENTITY, true)));
        mounts.add(
                work.scratch().isPresent()
                        ? mount("scratch", "/scratch", null)
                        : mount("tls", ROOT + "tls", true));
        mounts.add(mount("tmp", "/tmp", null));
        return mounts;
    }

    private static List<Volume> volumes(BackupSettings settings, Work work) {
        List<Volume> volumes = new ArrayList<>();
        volumes.add(file(work));
        volumes.add(secret("target", settings.target().secret()));
        identity(settings, work).ifPresent(it -> volumes.add(secret(IDENTITY, it)));
        volumes.add(place(settings, work));
        volumes.add(new VolumeBuilder().withName("tmp").withNewEmptyDir().endEmptyDir().build());
        return volumes;
    }

    /** Secret of the key that reads what was encrypted; who only takes backups does not get it. */
    private static Optional<String> identity(BackupSettings settings, Work work) {
        return settings.encryption()
                .map(BackupEncryption::identitySecret)
                .filter(it -> work.task() == Task.VERIFY || work.task() == Task.RESTORE);
    }

    private static VolumeMount mount(String name, String path, Boolean readOnly) {
        return new VolumeMountBuilder()
                .withName(name)
                .withMountPath(path)
                .withReadOnly(readOnly)
                .build();
    }

    private static Volume file(Work work) {
        return new VolumeBuilder()
                .withName("config")
                .withNewConfigMap()
                .withName(work.file())
                .endConfigMap()
                .build();
    }

    /** A pod whose Secret is missing waits without a word; a program that misses it says so. */
    private static Volume secret(String volume, String name) {
        return new VolumeBuilder()
                .withName(volume)
                .withNewSecret()
                .withSecretName(name)
                .withOptional(true)
                .withDefaultMode(SECRET_MODE)
                .endSecret()
                .build();
    }

    /** How to get at the cluster, or where to restore what came from it. */
    private static Volume place(BackupSettings settings, Work work) {
        return work.scratch()
                .map(it -> scratch(settings, it))
                .orElseGet(() -> secret("tls", PostgresAccess.backupSecret(settings.cluster())));
    }

    private static Volume scratch(BackupSettings settings, Verification verification) {
        return new VolumeBuilder()
                .withName("scratch")
                .withNewEphemeral()
                .withNewVolumeClaimTemplate()
                .withNewMetadata()
                .withLabels(BackupNames.labels(settings, Task.VERIFY))
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withStorageClassName(verification.storageClass())
                .withNewResources()
                .addToRequests("storage", verification.size())
                .endResources()
                .endSpec()
                .endVolumeClaimTemplate()
                .endEphemeral()
                .build();
    }
}
