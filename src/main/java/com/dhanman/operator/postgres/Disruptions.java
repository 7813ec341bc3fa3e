package com.dhanman.operator.postgres;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.Map;
import java.util.Optional;

/**
 * Lets one instance at a time be evicted. A cluster of one instance has no budget: it would only
 * keep its node from being drained.
 */
final class Disruptions {
    private Disruptions() {}

    static Optional<PodDisruptionBudget> of(ClusterSettings settings) {
        if (settings.instances() < 2) {
            return Optional.empty();
        }
        return Optional.of(
                new PodDisruptionBudgetBuilder()
                        .withNewMetadata()
                        .withName(ClusterNames.scope(settings.name()))
                        .withNamespace(settings.namespace())
                        .withLabels(settings.labels())
                        .endMetadata()
                        .withNewSpec()
                        .withMaxUnavailable(new IntOrString(1))
                        .withNewSelector()
                        .withMatchLabels(
                                Map.of(
                                        ClusterNames.SCOPE_LABEL,
                                        ClusterNames.scope(settings.name())))
                        .endSelector()
                        .endSpec()
                        .build());
    }
}
