package com.dhanman.operator.testkit;

import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Objects;

/** Copies of the cluster's default StorageClass. */
public final class StorageClasses {
    private StorageClasses() {}

    /** Makes a copy that lets volumes grow, or does not, whatever the original does. */
    public static void copy(KubernetesClient client, String name, boolean expandable) {
        StorageClass original =
                client.storage().v1().storageClasses().list().getItems().stream()
                        .filter(StorageClasses::isDefault)
                        .findFirst()
                        .orElseThrow();
        client.resource(
                        new StorageClassBuilder(original)
                                .withNewMetadata()
                                .withName(name)
                                .endMetadata()
                                .withAllowVolumeExpansion(expandable)
                                .build())
                .serverSideApply();
    }

    public static void delete(KubernetesClient client, String name) {
        client.storage().v1().storageClasses().withName(name).delete();
    }

    private static boolean isDefault(StorageClass it) {
        return "true"
                .equals(
                        Objects.requireNonNullElse(
                                        it.getMetadata().getAnnotations(), Map.<String, String>of())
                                .get("storageclass.kubernetes.io/is-default-class"));
    }
}
