package com.dhanman.operator.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresIssuer;
import com.dhanman.operator.kernel.OptionalKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The Certificate that asks cert-manager for the certificate of a cluster's servers. */
final class ServerCertificate {
    static final OptionalKind.Definition CERTIFICATE =
            new OptionalKind.Definition("cert-manager.io", "v1", "Certificate", "certificates");

    private ServerCertificate() {}

    static GenericKubernetesResource of(ClusterSettings settings, PostgresIssuer issuer) {
        return new GenericKubernetesResourceBuilder()
                .withApiVersion(CERTIFICATE.apiVersion())
                .withKind(CERTIFICATE.kind())
                .withNewMetadata()
                .withName(ClusterNames.issued(settings.name()))
                .withNamespace(settings.namespace())
                .withLabels(settings.labels())
                .endMetadata()
                .addToAdditionalProperties("spec", spec(settings, issuer))
                .build();
    }

    private static Map<String, Object> spec(ClusterSettings settings, PostgresIssuer issuer) {
        Map<String, Object> spec = new TreeMap<>();
        spec.put("secretName", ClusterNames.issued(settings.name()));
        // So that the Secret is watched, and a new certificate is told to clients at once.
        spec.put("secretTemplate", sorted(Map.of("labels", settings.labels())));
        spec.put("issuerRef", issuer(issuer));
        // Vault refuses requests without one.
        spec.put("commonName", ClusterNames.readWrite(settings.name()));
        spec.put("dnsNames", ClusterNames.serverHosts(settings.name(), settings.namespace()));
        // It is renewed when a third of its life is left, which is cert-manager's default too.
        spec.put("duration", "2160h");
        spec.put("usages", List.of("digital signature", "server auth"));
        spec.put(
                "privateKey",
                sorted(
                        Map.of(
                                "algorithm", "ECDSA",
                                "size", 256,
                                "encoding", "PKCS8",
                                "rotationPolicy", "Always")));
        return spec;
    }

    private static Map<String, Object> issuer(PostgresIssuer issuer) {
        return sorted(
                Map.of(
                        "name",
                        issuer.name(),
                        "kind",
                        Objects.requireNonNullElse(issuer.kind(), "Issuer"),
                        "group",
                        Objects.requireNonNullElse(issuer.group(), CERTIFICATE.group())));
    }

    /** The same order each time. */
    private static Map<String, Object> sorted(Map<String, Object> map) {
        return new TreeMap<>(map);
    }
}
