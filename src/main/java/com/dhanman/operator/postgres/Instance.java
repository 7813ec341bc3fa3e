package com.dhanman.operator.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresPlacement;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.PodAffinityTermBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.WeightedPodAffinityTermBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The StatefulSet of one instance, under Pod Security "restricted". One for each: so that an
 * instance can be fenced, grown or cloned anew by itself. It never replaces its pod on its own;
 * when a pod may go is decided for the cluster as a whole.
 */
final class Instance {
    static final String HOSTNAME = "kubernetes.io/hostname";

    /** User and group that the image makes for PostgreSQL; they own the data. */
    static final long USER = 999;

    /** PostgreSQL writes a checkpoint when it is told to stop. */
    private static final long STOP_SECONDS = 120;

    private static final int SPREAD_WEIGHT = 100;

    private Instance() {}

    static StatefulSet of(ClusterSettings settings, String instance) {
        return new StatefulSetBuilder()
                .withNewMetadata()
                .withName(instance)
                .withNamespace(settings.namespace())
                .withLabels(settings.labels(instance))
                .endMetadata()
                .withNewSpec()
                .withReplicas(settings.runs(instance) ? 1 : 0)
                .withServiceName(ClusterNames.pods(settings.name()))
                .withPodManagementPolicy("Parallel")
                .withRevisionHistoryLimit(2)
                .withNewSelector()
                .withMatchLabels(Map.of(ClusterNames.INSTANCE_LABEL, instance))
                .endSelector()
                .withNewUpdateStrategy()
                .withType("OnDelete")
                .endUpdateStrategy()
                .withTemplate(template(settings, instance))
                .endSpec()
                .build();
    }

    private static PodTemplateSpec template(ClusterSettings settings, String instance) {
        Map<String, String> labels = new TreeMap<>(settings.labels(instance));
        labels.put(ClusterNames.SCOPE_LABEL, ClusterNames.scope(settings.name()));
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withSpec(pod(settings, instance))
                .build();
    }

    private static PodSpec pod(ClusterSettings settings, String instance) {
        PostgresPlacement placement = settings.placement();
        return new PodSpecBuilder()
                .withServiceAccountName(Identity.name(settings))
                .withAutomountServiceAccountToken(true)
                .withEnableServiceLinks(false)
                .withImagePullSecrets(
                        settings.imagePullSecrets().stream()
                                .map(LocalObjectReference::new)
                                .toList())
                .withTerminationGracePeriodSeconds(STOP_SECONDS)
                .withPriorityClassName(placement.priorityClass())
                .withNodeSelector(placement.nodeSelector())
                .withTolerations(placement.tolerations())
                .withAffinity(affinity(settings))
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withFsGroup(USER)
                // Not for each file at each start: a large volume would take minutes.
                .withFsGroupChangePolicy("OnRootMismatch")
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withContainers(
                        Stream.concat(
                                        Stream.of(PostgresContainer.of(settings)),
                                        ExporterContainer.of(settings).stream())
                                .toList())
                .withVolumes(Mounts.volumes(settings, instance))
                .build();
    }

    private static Affinity affinity(ClusterSettings settings) {
        PostgresPlacement placement = settings.placement();
        PodAffinityTerm others =
                new PodAffinityTermBuilder()
                        .withTopologyKey(
                                Optional.ofNullable(placement.topologyKey()).orElse(HOSTNAME))
                        .withNewLabelSelector()
                        .withMatchLabels(
                                Map.of(
                                        ClusterNames.SCOPE_LABEL,
                                        ClusterNames.scope(settings.name())))
                        .endLabelSelector()
                        .build();
        if (placement.spread() == PostgresPlacement.Spread.Required) {
            return new AffinityBuilder()
                    .withNewPodAntiAffinity()
                    .withRequiredDuringSchedulingIgnoredDuringExecution(others)
                    .endPodAntiAffinity()
                    .build();
        }
        return new AffinityBuilder()
                .withNewPodAntiAffinity()
                .withPreferredDuringSchedulingIgnoredDuringExecution(
                        new WeightedPodAffinityTermBuilder()
                                .withWeight(SPREAD_WEIGHT)
                                .withPodAffinityTerm(others)
                                .build())
                .endPodAntiAffinity()
                .build();
    }
}
