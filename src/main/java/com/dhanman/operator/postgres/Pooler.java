package com.dhanman.operator.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresPlacement;
import com.dhanman.operator.kernel.PoolerSettings;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The Deployment of PgBouncer, under Pod Security "restricted". */
final class Pooler {
    private Pooler() {}

    static Deployment of(ClusterSettings settings, PoolerSettings pooler) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(ClusterNames.pooler(settings.name()))
                .withNamespace(settings.namespace())
                .withLabels(settings.labels())
                .endMetadata()
                .withNewSpec()
                .withReplicas(wanted(settings, pooler))
                .withRevisionHistoryLimit(2)
                .withNewSelector()
                .withMatchLabels(selector(settings))
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
                .endMetadata()
                .withSpec(pod(settings, pooler))
                .endTemplate()
                .endSpec()
                .build();
    }

    /** Pods that should run. */
    static int wanted(ClusterSettings settings, PoolerSettings pooler) {
        return settings.hibernated() ? 0 : pooler.instances();
    }

    static Map<String, String> selector(ClusterSettings settings) {
        return Map.of(ClusterNames.POOLER_LABEL, settings.name());
    }

    private static Map<String, String> podLabels(ClusterSettings settings) {
        Map<String, String> labels = new TreeMap<>(settings.labels());
        labels.putAll(selector(settings));
        return labels;
    }

    private static PodSpec pod(ClusterSettings settings, PoolerSettings pooler) {
        PostgresPlacement placement = settings.placement();
        return new PodSpecBuilder()
                .withServiceAccountName(Identity.name(settings))
                // What Patroni may do is none of its business.
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withImagePullSecrets(
                        settings.imagePullSecrets().stream()
                                .map(LocalObjectReference::new)
                                .toList())
                .withTerminationGracePeriodSeconds(PoolerContainer.STOP_SECONDS)
                .withPriorityClassName(placement.priorityClass())
                .withNodeSelector(placement.nodeSelector())
                .withTolerations(placement.tolerations())
                .withTopologySpreadConstraints(spread(settings))
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(Instance.USER)
                .withRunAsGroup(Instance.USER)
                .withFsGroup(Instance.USER)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withContainers(PoolerContainer.of(settings, pooler))
                .withVolumes(PoolerContainer.volumes(settings))
                .build();
    }

    /** Over nodes, counting pods of one version only; never so that a pod could not run at all. */
    private static TopologySpreadConstraint spread(ClusterSettings settings) {
        return new TopologySpreadConstraintBuilder()
                .withMaxSkew(1)
                .withTopologyKey(
                        Optional.ofNullable(settings.placement().topologyKey())
                                .orElse(Instance.HOSTNAME))
                .withWhenUnsatisfiable("ScheduleAnyway")
                .withMatchLabelKeys("pod-template-hash")
                .withNewLabelSelector()
                .withMatchLabels(selector(settings))
                .endLabelSelector()
                .build();
    }
}
