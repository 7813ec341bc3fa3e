package com.dhanman.operator.cli.postgres;

import com.dhanman.operator.api.v1alpha1.Api;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresOperationStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that asks for an operation by an annotation, and tells its outcome. */
@Command(
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:it succeeded",
            "1:it failed, or has not ended in time; the message says why",
            "2:wrong usage, no such cluster or instance, or no access"
        })
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
        try (KubernetesClient client = target.client()) {
            PostgresCluster cluster = target.get(client);
            instance().ifPresent(it -> Instances.check(cluster, it));
            target.patch(
                    client,
                    "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}"
                            .formatted(annotation(), request));
            return outcome(client, request);
        }
    }

    private int outcome(KubernetesClient client, String request) {
        AtomicReference<String> told = new AtomicReference<>("");
        try {
            PostgresCluster cluster =
                    target.await(
                            client,
                            it -> {
                                progress(it, request, told);
                                return hasEnded(it, request) || isSuperseded(it, request);
                            });
            Optional<PostgresOperationStatus> outcome = entry(cluster, request);
            print(
                    outcome.map(it -> it.state() + ": " + it.message())
                            .orElse("Superseded: somebody asked for another " + operation() + "."));
            return outcome.filter(it -> it.state().equals("Succeeded")).isPresent() ? 0 : 1;
        } catch (KubernetesClientTimeoutException e) {
            target.late(
                    spec,
                    entry(target.get(client), request).isPresent()
                            ? "It goes on."
                            : "The operator has not taken it up: does it run?");
            return 1;
        }
    }

    private void progress(PostgresCluster cluster, String request, AtomicReference<String> told) {
        entry(cluster, request)
                .filter(it -> it.state().equals("Running"))
                .filter(it -> !told.getAndSet(it.message()).equals(it.message()))
                .ifPresent(it -> print(it.state() + ": " + it.message()));
    }

    private void print(String text) {
        spec.commandLine().getOut().println(text);
        spec.commandLine().getOut().flush();
    }

    private String annotation() {
        return Api.GROUP + "/" + operation();
    }

    private boolean hasEnded(PostgresCluster cluster, String request) {
        return entry(cluster, request).filter(it -> !it.state().equals("Running")).isPresent();
    }

    private boolean isSuperseded(PostgresCluster cluster, String request) {
        Map<String, String> annotations =
                Objects.requireNonNullElse(cluster.getMetadata().getAnnotations(), Map.of());
        return entry(cluster, request).isEmpty()
                && !request.equals(annotations.getOrDefault(annotation(), ""));
    }

    private Optional<PostgresOperationStatus> entry(PostgresCluster cluster, String request) {
        List<PostgresOperationStatus> operations =
                cluster.getStatus() == null || cluster.getStatus().operations() == null
                        ? List.of()
                        : cluster.getStatus().operations();
        return operations.stream()
                .filter(it -> it.name().equals(operation()) && request.equals(it.request()))
                .findFirst();
    }
}
