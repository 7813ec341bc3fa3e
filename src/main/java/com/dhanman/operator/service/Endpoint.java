package com.dhanman.operator.service;

import com.dhanman.operator.kernel.Labels;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.Map;

/** The Service at which others in the cluster reach a service, at the port it always had. */
final class Endpoint {
    static final String PORT_NAME = "http";

    private Endpoint() {}

    static Service of(ServiceSettings settings) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(settings.name())
                .withNamespace(settings.namespace())
                .withLabels(Labels.of(settings.name(), settings.partOf()))
                .endMetadata()
                .withNewSpec()
                .withType("ClusterIP")
                .withSelector(Map.of(Labels.SERVICE, settings.name()))
                .addNewPort()
                .withName(PORT_NAME)
                .withProtocol("TCP")
                .withPort(settings.port())
                .withNewTargetPort(PORT_NAME)
                .endPort()
                .endSpec()
                .build();
    }
}
