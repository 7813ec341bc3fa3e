package com.dhanman.operator.postgres.credentials;

import com.dhanman.operator.testkit.Awaited;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Does for one Certificate what cert-manager would: its own definition, a Secret as it writes them,
 * and the status. cert-manager itself does not run in tests.
 */
public final class StandInIssuer {
    private static final Path DEFINITION =
            Path.of("src/test/resources/cert-manager/certificates.yaml");

    private final KubernetesClient client;
    private final String namespace;
    private final Certificates certificates = new Certificates(new SecureRandom());
    private Signed authority = certificates.authority("company", Instant.now());

    public StandInIssuer(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    public void install() {
        try {
            client.resource(Files.readString(DEFINITION)).serverSideApply();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void uninstall() {
        try {
            client.resource(Files.readString(DEFINITION)).delete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Resource<GenericKubernetesResource> certificate() {
        return client.genericKubernetesResources(
                        new ResourceDefinitionContext.Builder()
                                .withGroup("cert-manager.io")
                                .withVersion("v1")
                                .withKind("Certificate")
                                .withPlural("certificates")
                                .withNamespaced(true)
                                .build())
                .inNamespace(namespace)
                .withName("main-issued");
    }

    /** Another authority signs from now on. */
    public void changeAuthority() {
        authority = certificates.authority("company", Instant.now());
    }

    /** The authority's certificate, in PEM. */
    public String authority() {
        return Pem.of(authority.certificate());
    }

    /** Waits for the Certificate, and fills its Secret. */
    public void issue() {
        Map<String, Object> spec =
                Awaited.until(() -> certificate().get(), Objects::nonNull).get("spec");
        @SuppressWarnings("unchecked")
        List<String> names = (List<String>) spec.get("dnsNames");
        Profile profile = new Profile((String) spec.get("commonName"), names, true);
        Signed leaf = certificates.leaf(profile, authority, Instant.now());
        Map<String, Map<String, String>> template =
                certificate().get().get("spec", "secretTemplate");
        client.resource(secret((String) spec.get("secretName"), template, leaf))
                .fieldManager("cert-manager")
                .forceConflicts()
                .serverSideApply();
        say("True", "Certificate is up to date and has not expired");
    }

    /** Sets what it says of the Certificate. */
    public void say(String ready, String message) {
        Awaited.until(() -> certificate().get(), Objects::nonNull);
        certificate()
                .editStatus(
                        it -> {
                            it.setAdditionalProperty(
                                    "status",
                                    Map.of(
                                            "conditions",
                                            List.of(
                                                    Map.of(
                                                            "type", "Ready", "status", ready,
                                                            "reason", "Test", "message",
                                                            message))));
                            return it;
                        });
    }

    private Secret secret(String name, Map<String, Map<String, String>> template, Signed leaf) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(template.get("labels"))
                .endMetadata()
                .withType("kubernetes.io/tls")
                .withData(
                        Content.encoded(
                                Map.of(
                                        "tls.crt", Pem.of(leaf.certificate()),
                                        "tls.key", Pem.of(leaf.key()),
                                        "ca.crt", authority())))
                .build();
    }
}
