package com.dhanman.operator.cli.postgres;

import com.dhanman.operator.api.v1alpha1.Api;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresOperationStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that asks for an operation by an annotation, and tells its outcome. */
abstract class Operation implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private Target target;

    /** Name of the operation, which is that of its annotation. */
    abstract String operation();

    /** Instance that it is about, if it is about one. */
    abstract Optional<String> instance();

    @Override
    public final Integer call() {
        String request = instance().map(it -> it + "@").orElse("") + Target.token();
        PrintWriter out = spec.commandLine().getOut();
        try (KubernetesClient client = target.client()) {
            target.get(client);
            target.patch(
                    client,
                    "{\"metadata\":{\"annotations\":{\"%s/%s\":\"%s\"}}}"
                            .formatted(Api.GROUP, operation(), request));
            PostgresOperationStatus outcome =
                    outcome(target.await(client, it -> ended(it, request)), request).orElseThrow();
            out.println(outcome.state() + ": " + outcome.message());
            out.flush();
            return outcome.state().equals("Succeeded") ? 0 : 1;
        } catch (KubernetesClientTimeoutException e) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "No outcome within %d s; it goes on. See kubectl describe dpg %s."
                                    .formatted(target.timeout().toSeconds(), target.name()));
            spec.commandLine().getErr().flush();
            return 1;
        }
    }

    private boolean ended(PostgresCluster cluster, String request) {
        return outcome(cluster, request).map(it -> !it.state().equals("Running")).orElse(false);
    }

    private Optional<PostgresOperationStatus> outcome(PostgresCluster cluster, String request) {
        List<PostgresOperationStatus> operations =
                cluster.getStatus() == null || cluster.getStatus().operations() == null
                        ? List.of()
                        : cluster.getStatus().operations();
        return operations.stream()
                .filter(it -> it.name().equals(operation()) && request.equals(it.request()))
                .findFirst();
    }
}
