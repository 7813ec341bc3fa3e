package com.dhanman.operator.service;

import com.dhanman.operator.api.v1alpha1.Tls;
import com.dhanman.operator.kernel.Labels;
import com.dhanman.operator.kernel.Names;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLSBuilder;
import java.util.Map;
import java.util.Optional;

/** The Ingress that lets requests for a host name in. */
final class Entrance {
    private static final String CERT_MANAGER_ISSUER = "cert-manager.io/cluster-issuer";

    private Entrance() {}

    static Optional<Ingress> of(ServiceSettings settings) {
        return settings.host().map(host -> ingress(settings, host));
    }

    private static Ingress ingress(ServiceSettings settings, String host) {
        return new IngressBuilder()
                .withNewMetadata()
                .withName(settings.name())
                .withNamespace(settings.namespace())
                .withLabels(Labels.of(settings.name(), settings.partOf()))
                .withAnnotations(
                        settings.tls()
                                .map(Tls::issuer)
                                .map(issuer -> Map.of(CERT_MANAGER_ISSUER, issuer))
                                .orElse(null))
                .endMetadata()
                .withNewSpec()
                .withIngressClassName(settings.ingressClass().orElse(null))
                .withTls(tls(settings, host))
                .addNewRule()
                .withHost(host)
                .withNewHttp()
                .addNewPath()
                .withPath("/")
                .withPathType("Prefix")
                .withNewBackend()
                .withNewService()
                .withName(settings.name())
                .withNewPort()
                .withName(Endpoint.PORT_NAME)
                .endPort()
                .endService()
                .endBackend()
                .endPath()
                .endHttp()
                .endRule()
                .endSpec()
                .build();
    }

    /** Without a Secret the gateway answers HTTPS with its own certificate. */
    private static IngressTLS tls(ServiceSettings settings, String host) {
        String secret =
                settings.tls()
                        .map(
                                tls ->
                                        tls.secret() == null
                                                ? Names.join(settings.name(), "tls")
                                                : tls.secret())
                        .orElse(null);
        return new IngressTLSBuilder().withHosts(host).withSecretName(secret).build();
    }
}
