package com.dhanman.operator.testkit;

import com.dhanman.operator.api.v1alpha1.TenantEnvironment;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** All that the operator made in a place, without what differs from one time to the next. */
public final class Snapshot {
    private Snapshot() {}

    /** The objects as text, one after the other. */
    public static String of(KubernetesClient client, Scratch scratch) {
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(client.namespaces().withName(scratch.name()).get());
        objects.add(client.resources(TenantEnvironment.class).withName(scratch.name()).get());
        for (Class<? extends HasMetadata> kind : Kinds.WRITTEN) {
            objects.addAll(
                    client.resources(kind).inNamespace(scratch.name()).list().getItems().stream()
                            .filter(it -> !it.getMetadata().getName().equals("default"))
                            .sorted(Comparator.comparing(it -> it.getMetadata().getName()))
                            .toList());
        }
        return objects.stream()
                .map(it -> text(client, it))
                .collect(Collectors.joining("---\n"))
                .replace(scratch.name(), "SCRATCH")
                .replaceAll("(environment-hash|observedEnvironment): .*", "$1")
                .replaceAll("ReplicaSet .*", "ReplicaSet");
    }

    private static String text(KubernetesClient client, HasMetadata object) {
        object.getMetadata().setManagedFields(null);
        object.getMetadata().setUid(null);
        object.getMetadata().setResourceVersion(null);
        object.getMetadata().setCreationTimestamp(null);
        if (object instanceof Service service) {
            service.getSpec().setClusterIP(null);
            service.getSpec().setClusterIPs(null);
        }
        return client.getKubernetesSerialization()
                .asYaml(object)
                .replaceAll(
                        "(?m)^(\\s*-?\\s*)(uid|lastTransitionTime|lastUpdateTime): .*$", "$1$2");
    }
}
