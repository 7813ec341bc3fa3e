package com.dhanman.operator.testkit;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Kubeconfigs of people with fewer rights. */
public final class Kubeconfigs {
    private Kubeconfigs() {}

    /** One of somebody who has a cluster role in a namespace, and nothing else. */
    public static Path of(KubernetesClient client, String namespace, String role)
            throws IOException {
        bind(client, namespace, role);
        String token =
                client.serviceAccounts()
                        .inNamespace(namespace)
                        .withName(role)
                        .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
                        .getStatus()
                        .getToken();
        Path file = Files.createTempFile("kubeconfig", ".yaml");
        file.toFile().deleteOnExit();
        Files.writeString(
                file,
                """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: %s, certificate-authority-data: %s}}]
                users: [{name: u, user: {token: %s}}]
                contexts: [{name: x, context: {cluster: c, user: u, namespace: %s}}]
                current-context: x
                """
                        .formatted(
                                client.getMasterUrl(),
                                authority(client.getConfiguration()),
                                token,
                                namespace));
        return file;
    }

    private static void bind(KubernetesClient client, String namespace, String role) {
        client.resource(
                        new ServiceAccountBuilder()
                                .withNewMetadata()
                                .withName(role)
                                .withNamespace(namespace)
                                .endMetadata()
                                .build())
                .serverSideApply();
        client.resource(
                        new RoleBindingBuilder()
                                .withNewMetadata()
                                .withName(role)
                                .withNamespace(namespace)
                                .endMetadata()
                                .addNewSubject()
                                .withKind("ServiceAccount")
                                .withName(role)
                                .withNamespace(namespace)
                                .endSubject()
                                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", role)
                                .build())
                .serverSideApply();
    }

    private static String authority(Config config) throws IOException {
        return config.getCaCertData() != null
                ? config.getCaCertData()
                : Base64.getEncoder()
                        .encodeToString(
                                Files.readString(Path.of(config.getCaCertFile()))
                                        .getBytes(StandardCharsets.UTF_8));
    }
}
