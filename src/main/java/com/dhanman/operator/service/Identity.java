package com.dhanman.operator.service;

import com.dhanman.operator.kernel.Labels;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;

/** The ServiceAccount of a service's pods: an identity of its own, with no rights and no token. */
final class Identity {
    private Identity() {}

    static ServiceAccount of(ServiceSettings settings) {
        return new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(settings.name())
                .withNamespace(settings.namespace())
                .withLabels(Labels.of(settings.name(), settings.partOf()))
                .endMetadata()
                .withAutomountServiceAccountToken(false)
                .build();
    }
}
