package com.dhanman.operator.backup;

import com.dhanman.operator.api.v1alpha1.ResourceAmounts;
import com.dhanman.operator.kernel.PostgresAccess;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.Map;
import java.util.TreeMap;

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
                .withVolumes(
                        file(work),
                        secret("target", settings.target().secret()),
                        place(settings, work),
                        new VolumeBuilder().withName("tmp").withNewEmptyDir().endEmptyDir().build())
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
                .withRequests(amounts(work.resources().requests()))
                .withLimits(amounts(work.resources().limits()))
                .endResources()
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .withVolumeMounts(
                        mount("config", ROOT + "config", true),
                        mount("target", ROOT + "target", true),
                        work.scratch().isPresent()
                                ? mount("scratch", "/scratch", null)
                                : mount("tls", ROOT + "tls", true),
                        mount("tmp", "/tmp", null))
                .build();
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

    private static Map<String, Quantity> amounts(ResourceAmounts amounts) {
        Map<String, Quantity> map = new TreeMap<>();
        if (amounts.cpu() != null) {
            map.put("cpu", amounts.cpu());
        }
        if (amounts.memory() != null) {
            map.put("memory", amounts.memory());
        }
        return map;
    }
}
