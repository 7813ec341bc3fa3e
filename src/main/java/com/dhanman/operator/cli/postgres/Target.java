package com.dhanman.operator.cli.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which cluster a command is about, and how to reach it. */
final class Target {
    /** Somebody waits at a terminal. */
    private static final int RETRIES = 3;

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

    /**
     * Opens a connection as the kubeconfig says.
     *
     * @throws IllegalArgumentException where it has no such context
     */
    KubernetesClient client() {
        Config config = Config.autoConfigure(context);
        boolean found =
                context == null
                        || (config.getCurrentContext() != null
                                && context.equals(config.getCurrentContext().getName()));
        if (!found) {
            throw new IllegalArgumentException(
                    "the kubeconfig has no context %s; kubectl config get-contexts lists all"
                            .formatted(context));
        }
        config.setRequestRetryBackoffLimit(RETRIES);
        return new KubernetesClientBuilder().withConfig(config).build();
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
                        it -> it != null && described.test(it), timeoutSeconds, TimeUnit.SECONDS);
    }

    /** Says that the time is over, and what goes on. */
    void late(CommandSpec spec, String state) {
        spec.commandLine()
                .getErr()
                .println(
                        "Not done within %d s. %s See kubectl describe dpg %s."
                                .formatted(timeoutSeconds, state, name));
        spec.commandLine().getErr().flush();
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
