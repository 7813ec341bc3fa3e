package com.dhanman.operator.postgres;

import com.dhanman.operator.kernel.PoolerSettings;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.List;
import java.util.Optional;

/**
 * Whether clients are served through the pooler.
 *
 * @param ready whether all its pods serve, or none is wanted
 */
record PoolerReady(boolean ready, String reason, String message) {
    static final String TYPE = "PoolerReady";

    static PoolerReady of(
            ClusterSettings settings, PoolerSettings pooler, Optional<Deployment> deployment) {
        int wanted = Pooler.wanted(settings, pooler);
        if (wanted == 0) {
            return new PoolerReady(true, "Hibernated", "No pod is wanted.");
        }
        DeploymentStatus status =
                deployment.map(Deployment::getStatus).orElseGet(DeploymentStatus::new);
        int serving = or(status.getReadyReplicas());
        String name = ClusterNames.pooler(settings.name());
        if (serving >= wanted) {
            return new PoolerReady(
                    true,
                    "PodsServe",
                    "%d of %d pods serve at %s.".formatted(serving, wanted, name));
        }
        return new PoolerReady(
                false,
                serving == 0 ? "NoPods" : "PodsMissing",
                "%d of %d pods of the pooler serve%s. If that stays: kubectl describe pods -n %s -l %s=%s."
                        .formatted(
                                serving,
                                wanted,
                                refused(status).map(it -> ": " + it).orElse(""),
                                settings.namespace(),
                                ClusterNames.POOLER_LABEL,
                                settings.name()));
    }

    /** Why Kubernetes lets no pod be made, such as a quota. */
    private static Optional<String> refused(DeploymentStatus status) {
        return Optional.ofNullable(status.getConditions()).orElse(List.of()).stream()
                .filter(it -> it.getType().equals("ReplicaFailure"))
                .filter(it -> it.getStatus().equals("True"))
                .map(DeploymentCondition::getMessage)
                .findFirst();
    }

    private static int or(Integer count) {
        return count == null ? 0 : count;
    }
}
