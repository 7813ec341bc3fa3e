package com.dhanman.operator.kernel;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * Secrets of users that a spec refers to. They are read when they are needed, and no cache holds
 * them: a cache could not be limited to them, and would hold everybody's.
 */
public final class UserSecrets {
    private final KubernetesClient client;

    public UserSecrets(KubernetesClient client) {
        this.client = client;
    }

    /** Those that are there. */
    public List<Secret> read(String namespace, Collection<String> names) {
        return names.stream()
                .map(name -> client.secrets().inNamespace(namespace).withName(name).get())
                .filter(Objects::nonNull)
                .toList();
    }
}
