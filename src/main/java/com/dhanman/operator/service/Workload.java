package com.dhanman.operator.service;

import com.dhanman.operator.api.v1alpha1.Api;
import com.dhanman.operator.kernel.Containers;
import com.dhanman.operator.kernel.Labels;
import com.dhanman.operator.kernel.Names;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The Deployment that runs a service's pods, under Pod Security "restricted". */
final class Workload {
    private static final String DESCRIPTION = "kubernetes.io/description";
    private static final String TMP = "tmp";

    /** Certificate of the authority that the database's servers show theirs of. */
    private static final String AUTHORITY = "postgres-ca";

    private static final int READABLE = 0444;
    private static final String CREDENTIALS = Api.GROUP + "/database-credentials";

    /** Time in which gateways notice that a pod is leaving, before it is told to stop. */
    private static final long DRAIN_SECONDS = 5;

    /** How long a rollout may make no progress; longer than the longest preset start. */
    private static final int PROGRESS_DEADLINE_SECONDS = 300;

    private static final int REVISIONS = 10;

    private Workload() {}

    static Deployment of(ServiceSettings settings) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(settings.name())
                .withNamespace(settings.namespace())
                .withLabels(labels(settings))
                .withAnnotations(
                        settings.description().map(it -> Map.of(DESCRIPTION, it)).orElse(null))
                .endMetadata()
                .withNewSpec()
                .withReplicas(settings.replicas())
                .withRevisionHistoryLimit(REVISIONS)
                .withProgressDeadlineSeconds(PROGRESS_DEADLINE_SECONDS)
                .withNewSelector()
                .withMatchLabels(Map.of(Labels.SERVICE, settings.name()))
                .endSelector()
                .withNewStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withMaxUnavailable(new IntOrString(0))
                .withMaxSurge(new IntOrString(1))
                .endRollingUpdate()
                .endStrategy()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(podLabels(settings))
                .withAnnotations(credentials(settings))
                .endMetadata()
                .withSpec(pod(settings))
                .endTemplate()
                .endSpec()
                .build();
    }

    private static Map<String, String> labels(ServiceSettings settings) {
        Map<String, String> labels = new TreeMap<>(podLabels(settings));
        String version = Names.labelValue(Image.tag(settings.image()));
        if (!version.isEmpty()) {
            labels.put(Labels.VERSION, version);
        }
        return labels;
    }

    private static Map<String, String> podLabels(ServiceSettings settings) {
        Map<String, String> labels = new TreeMap<>(Labels.of(settings.name(), settings.partOf()));
        labels.put(Labels.SERVICE, settings.name());
        return labels;
    }

    /** Pods read the database's Secret when they start: other credentials are other pods. */
    private static Map<String, String> credentials(ServiceSettings settings) {
        return settings.database() instanceof Database.Usable usable && usable.credentials() != null
                ? Map.of(CREDENTIALS, usable.credentials())
                : null;
    }

    private static PodSpec pod(ServiceSettings settings) {
        return new PodSpecBuilder()
                .withServiceAccountName(settings.name())
                .withAutomountServiceAccountToken(false)
                // A variable for each Service of the namespace: slow to start, and a leak of names.
                .withEnableServiceLinks(false)
                .withImagePullSecrets(
                        settings.imagePullSecrets().stream()
                                .map(LocalObjectReference::new)
                                .toList())
                .withTerminationGracePeriodSeconds(settings.terminationGracePeriodSeconds())
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(settings.runAsUser().orElse(null))
                .withRunAsGroup(settings.runAsUser().orElse(null))
                .withFsGroup(settings.runAsUser().orElse(null))
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withContainers(container(settings))
                .withVolumes(volumes(settings))
                .build();
    }

    private static List<Volume> volumes(ServiceSettings settings) {
        List<Volume> volumes = new ArrayList<>();
        volumes.add(new VolumeBuilder().withName(TMP).withNewEmptyDir().endEmptyDir().build());
        if (settings.database() instanceof Database.Usable usable) {
            volumes.add(
                    new VolumeBuilder()
                            .withName(AUTHORITY)
                            .withNewSecret()
                            .withSecretName(usable.secret())
                            .addNewItem()
                            .withKey("ca.crt")
                            .withPath(DatabaseVariables.AUTHORITY_FILE)
                            .endItem()
                            .withDefaultMode(READABLE)
                            .endSecret()
                            .build());
        }
        return volumes;
    }

    private static List<VolumeMount> mounts(ServiceSettings settings) {
        List<VolumeMount> mounts = new ArrayList<>();
        mounts.add(new VolumeMountBuilder().withName(TMP).withMountPath("/tmp").build());
        if (settings.database() instanceof Database.Usable) {
            mounts.add(
                    new VolumeMountBuilder()
                            .withName(AUTHORITY)
                            .withMountPath(DatabaseVariables.AUTHORITY_DIRECTORY)
                            .withReadOnly(true)
                            .build());
        }
        return mounts;
    }

    private static Container container(ServiceSettings settings) {
        return new ContainerBuilder()
                .withName(settings.name())
                .withImage(settings.image())
                .withCommand(settings.command())
                .withArgs(settings.args())
                .withEnv(settings.env().stream().map(Variables::of).toList())
                .withEnvFrom(settings.envFrom().stream().map(Variables::of).toList())
                .addNewPort()
                .withName(Endpoint.PORT_NAME)
                .withContainerPort(settings.port())
                .withProtocol("TCP")
                .endPort()
                .withNewResources()
                .withRequests(Containers.amounts(settings.resources().requests()))
                .withLimits(Containers.amounts(settings.resources().limits()))
                .endResources()
                .withStartupProbe(Probes.of(settings.health().startup()))
                .withReadinessProbe(Probes.of(settings.health().readiness()))
                .withLivenessProbe(Probes.of(settings.health().liveness()))
                .withNewLifecycle()
                .withNewPreStop()
                .withNewSleep(DRAIN_SECONDS)
                .endPreStop()
                .endLifecycle()
                .withSecurityContext(Containers.restricted())
                .withVolumeMounts(mounts(settings))
                .build();
    }
}
