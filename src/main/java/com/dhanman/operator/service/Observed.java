package com.dhanman.operator.service;

import com.dhanman.operator.kernel.Applied;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Optional;

/**
 * What the caches hold of a service.
 *
 * @param owned all objects that the operator made for it
 * @param pods its pods, of all versions
 */
record Observed(List<HasMetadata> owned, List<Pod> pods) {
    /** The same after what was written. */
    Observed after(Applied applied) {
        return new Observed(applied.over(owned, HasMetadata.class), pods);
    }

    Optional<Deployment> deployment() {
        return owned.stream()
                .filter(Deployment.class::isInstance)
                .map(Deployment.class::cast)
                .findFirst();
    }
}
