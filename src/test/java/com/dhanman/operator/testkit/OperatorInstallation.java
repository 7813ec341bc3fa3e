package com.dhanman.operator.testkit;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** All of the chart but the Deployment: the operator runs beside the tests, with its own rights. */
public final class OperatorInstallation {
    public static final String NAMESPACE = "dhanman-operator-it";

    private static final Set<String> NOT_INSTALLED =
            Set.of("Deployment", "PodDisruptionBudget", "Service", "ServiceMonitor");

    private final KubernetesClient client;
    private final List<HasMetadata> objects;
    private final List<HasMetadata> made;

    private OperatorInstallation(KubernetesClient client) {
        this.client = client;
        this.objects =
                chart(client).stream()
                        .filter(object -> !NOT_INSTALLED.contains(object.getKind()))
                        .toList();
        this.made =
                objects.stream().filter(object -> client.resource(object).get() == null).toList();
    }

    static OperatorInstallation install(KubernetesClient client) {
        refuseWhereAnotherRuns(client);
        OperatorInstallation installation = new OperatorInstallation(client);
        client.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(NAMESPACE)
                                .endMetadata()
                                .build())
                .serverSideApply();
        installation.objects.forEach(
                object -> client.resource(object).forceConflicts().serverSideApply());
        installation.objects.stream()
                .filter(CustomResourceDefinition.class::isInstance)
                .map(CustomResourceDefinition.class::cast)
                .forEach(crd -> awaitEstablished(client, crd));
        return installation;
    }

    private static void refuseWhereAnotherRuns(KubernetesClient client) {
        client.apps()
                .deployments()
                .inAnyNamespace()
                .withLabel("app.kubernetes.io/name", "dhanman-operator")
                .list()
                .getItems()
                .forEach(
                        it -> {
                            throw new IllegalStateException(
                                    "an operator runs in the namespace %s, and would undo what these tests do: uninstall it first"
                                            .formatted(it.getMetadata().getNamespace()));
                        });
    }

    private static void awaitEstablished(KubernetesClient client, CustomResourceDefinition crd) {
        client.resource(crd)
                .waitUntilCondition(OperatorInstallation::isEstablished, 30, TimeUnit.SECONDS);
    }

    /** Objects of the chart, as it is with its default values. */
    public static List<HasMetadata> chart(KubernetesClient client) {
        String yaml =
                new Helm(Path.of("helm/dhanman-operator"))
                        .template()
                        .withName("dhanman-operator")
                        .withNamespace(NAMESPACE)
                        .withKubeVersion(client.getKubernetesVersion().getGitVersion())
                        .call();
        return client.load(new java.io.ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items();
    }

    /** A token of the ServiceAccount that the chart gives the operator. */
    public String token() {
        String account =
                objects.stream()
                        .filter(object -> object.getKind().equals("ServiceAccount"))
                        .findFirst()
                        .orElseThrow()
                        .getMetadata()
                        .getName();
        return client.serviceAccounts()
                .inNamespace(NAMESPACE)
                .withName(account)
                .tokenRequest(
                        new TokenRequestBuilder()
                                .withNewSpec()
                                .withExpirationSeconds(Duration.ofHours(2).toSeconds())
                                .endSpec()
                                .build())
                .getStatus()
                .getToken();
    }

    /** Removes what was not there before, the CRDs with what the tests made of them included. */
    void remove() {
        made.forEach(object -> client.resource(object).delete());
        client.namespaces().withName(NAMESPACE).delete();
        made.forEach(
                object ->
                        client.resource(object)
                                .waitUntilCondition(Objects::isNull, 90, TimeUnit.SECONDS));
    }

    private static boolean isEstablished(CustomResourceDefinition crd) {
        return crd != null
                && crd.getStatus() != null
                && crd.getStatus().getConditions().stream()
                        .anyMatch(
                                it ->
                                        it.getType().equals("Established")
                                                && it.getStatus().equals("True"));
    }
}
