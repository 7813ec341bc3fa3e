package com.dhanman.operator.postgres;

import com.dhanman.operator.kernel.PoolerSettings;
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
        String scope = ClusterNames.scope(settings.name());
        return Optional.of(oneAtATime(settings, scope, Map.of(ClusterNames.SCOPE_LABEL, scope)));
    }

    /** The same for the pooler. */
    static Optional<PodDisruptionBudget> pooler(ClusterSettings settings, PoolerSettings pooler) {
        return pooler.instances() < 2
                ? Optional.empty()
                : Optional.of(
                        oneAtATime(
                                settings,
                                ClusterNames.pooler(settings.name()),
                                Pooler.selector(settings)));
    }

    private static PodDisruptionBudget oneAtATime(
            ClusterSettings settings, String name, Map<String, String> selector) {
        return new PodDisruptionBudgetBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(settings.namespace())
                .withLabels(settings.labels())
                .endMetadata()
                .withNewSpec()
                .withMaxUnavailable(new IntOrString(1))
                .withNewSelector()
                .withMatchLabels(selector)
                .endSelector()
                .endSpec()
                .build();
    }
}
