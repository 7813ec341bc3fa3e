package com.dhanman.operator.postgres;

import com.dhanman.operator.kernel.Applied;
import com.dhanman.operator.kernel.MadeOnce;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the caches hold of a cluster.
 *
 * @param objects all objects that carry its label, those that were made once included
 * @param pods pods of its instances
 */
record Observed(List<HasMetadata> objects, List<Pod> pods) {
    /** The same after what was written. */
    Observed after(Applied applied) {
        return new Observed(applied.over(objects, HasMetadata.class), pods);
    }

    /** Those that a plan names; what was made once is no plan's. */
    List<HasMetadata> planned() {
        return objects.stream().filter(it -> !MadeOnce.is(it)).toList();
    }

    List<Secret> secrets() {
        return all(Secret.class).toList();
    }

    List<ConfigMap> configMaps() {
        return all(ConfigMap.class).toList();
    }

    List<PersistentVolumeClaim> claims() {
        return all(PersistentVolumeClaim.class).toList();
    }

    List<StatefulSet> statefulSets() {
        return all(StatefulSet.class).toList();
    }

    /** The pooler's. */
    Optional<Deployment> deployment() {
        return all(Deployment.class).findFirst();
    }

    /** The Certificate of the servers that cert-manager is asked for. */
    Optional<GenericKubernetesResource> certificate() {
        return all(GenericKubernetesResource.class)
                .filter(it -> it.getKind().equals(ServerCertificate.CERTIFICATE.kind()))
                .findFirst();
    }

    private <T extends HasMetadata> Stream<T> all(Class<T> kind) {
        return objects.stream().filter(kind::isInstance).map(kind::cast);
    }
}
