package com.dhanman.operator.cli.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which cluster a command is about, and how to reach it. */
final class Target {
    @Parameters(index = "0", paramLabel = "CLUSTER", description = "Name of the PostgresCluster.")
    private String name;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "Its namespace. Default: that of the kubeconfig's context.")
    private String namespace;

    @Option(
            names = "--context",
            paramLabel = "CONTEXT",
            description = "Context of the kubeconfig. Default: the current one.")
    private String context;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "How long to wait for the outcome (default: ${DEFAULT-VALUE}).")
    private int timeoutSeconds;

    String name() {
        return name;
    }

    Duration timeout() {
        return Duration.ofSeconds(timeoutSeconds);
    }

    KubernetesClient client() {
        return new KubernetesClientBuilder().withConfig(Config.autoConfigure(context)).build();
    }

    String namespace(KubernetesClient client) {
        if (namespace != null) {
            return namespace;
        }
        return client.getNamespace() == null ? "default" : client.getNamespace();
    }

    /**
     * The resource.
     *
     * @throws IllegalArgumentException where there is none of that name
     */
    PostgresCluster get(KubernetesClient client) {
        PostgresCluster cluster = resource(client).get();
        if (cluster == null) {
            throw new IllegalArgumentException(
                    "there is no PostgresCluster %s in the namespace %s; kubectl get dpg -A lists all"
                            .formatted(name, namespace(client)));
        }
        return cluster;
    }

    /** Changes the resource by a JSON merge patch. */
    void patch(KubernetesClient client, String json) {
        resource(client).patch(PatchContext.of(PatchType.JSON_MERGE), json);
    }

    /**
     * Waits for the resource to be as described.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientTimeoutException where it does not
     *     become so in time
     */
    PostgresCluster await(KubernetesClient client, Predicate<PostgresCluster> described) {
        return resource(client)
                .waitUntilCondition(
                        it -> it != null && described.test(it),
                        timeout().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private Resource<PostgresCluster> resource(KubernetesClient client) {
        return client.resources(PostgresCluster.class)
                .inNamespace(namespace(client))
                .withName(name);
    }

    /** A word that no earlier request had. */
    static String token() {
        return Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS).toString();
    }
}
