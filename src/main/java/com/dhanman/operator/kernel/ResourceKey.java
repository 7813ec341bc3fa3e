package com.dhanman.operator.kernel;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** What tells one object of a cluster from all others. */
public record ResourceKey(String apiVersion, String kind, String namespace, String name) {
    public static ResourceKey of(HasMetadata object) {
        return new ResourceKey(
                object.getApiVersion(),
                object.getKind(),
                object.getMetadata().getNamespace(),
                object.getMetadata().getName());
    }

    /** As people write it: {@code Deployment dhanman-qa/sales}. */
    @Override
    public String toString() {
        return kind + " " + (namespace == null ? "" : namespace + "/") + name;
    }
}
