package com.dhanman.operator.kernel;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The objects that a resource should have, each once, in the order in which they are made. */
public record Desired(List<HasMetadata> objects) {
    /** What others refer to comes first; what lets requests in comes last. */
    private static final List<String> ORDER =
            List.of(
                    "Namespace",
                    "ServiceAccount",
                    "Role",
                    "RoleBinding",
                    "Secret",
                    "ConfigMap",
                    "PersistentVolumeClaim",
                    "Service",
                    "PodDisruptionBudget",
                    "Certificate",
                    "PostgresCluster",
                    "StatefulSet",
                    "Deployment",
                    "CronJob",
                    "DhanmanService",
                    "Ingress",
                    "PodMonitor");

    static final Desired NOTHING = new Desired(List.of());

    static final Comparator<HasMetadata> CREATION_ORDER =
            Comparator.comparingInt(
                            (HasMetadata object) -> {
                                int index = ORDER.indexOf(object.getKind());
                                return index < 0 ? ORDER.size() : index;
                            })
                    .thenComparing(object -> ResourceKey.of(object).toString());

    /**
     * @throws IllegalArgumentException where two objects are the same one
     */
    public static Desired of(Collection<? extends HasMetadata> objects) {
        Set<ResourceKey> seen = new HashSet<>();
        for (HasMetadata object : objects) {
            if (!seen.add(ResourceKey.of(object))) {
                throw new IllegalArgumentException("planned twice: " + ResourceKey.of(object));
            }
        }
        return new Desired(
                objects.stream().map(HasMetadata.class::cast).sorted(CREATION_ORDER).toList());
    }
}
