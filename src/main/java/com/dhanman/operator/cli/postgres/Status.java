package com.dhanman.operator.cli.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresClusterStatus;
import com.dhanman.operator.api.v1alpha1.PostgresInstanceStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what the operator last saw of a cluster. */
@Command(
        name = "status",
        description = "Shows instances with role, timeline and lag, databases, and conditions.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {"0:the cluster is ready", "1:it is not; the conditions say why"})
final class Status implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private Target target;

    @Override
    public Integer call() {
        try (KubernetesClient client = target.client()) {
            PostgresCluster cluster = target.get(client);
            PrintWriter out = spec.commandLine().getOut();
            PostgresClusterStatus status = cluster.getStatus();
            if (status == null) {
                out.println("The operator has not seen it yet. Does it run?");
                out.flush();
                return 1;
            }
            print(out, cluster, status);
            out.flush();
            return status.conditions().stream()
                            .anyMatch(
                                    it ->
                                            it.getType().equals("Ready")
                                                    && it.getStatus().equals("True"))
                    ? 0
                    : 1;
        }
    }

    private void print(PrintWriter out, PostgresCluster cluster, PostgresClusterStatus status) {
        out.printf(
                "%s/%s  PostgreSQL %s, %s instances ready, replication: %s%n%n",
                cluster.getMetadata().getNamespace(),
                cluster.getMetadata().getName(),
                status.version(),
                status.ready(),
                or(status.replication()));
        row(out, "INSTANCE", "ROLE", "STATE", "TIMELINE", "LAG", "NODE");
        each(status.instances(), it -> instance(out, it));
        out.println();
        each(
                status.databases(),
                it ->
                        out.printf(
                                "database %s, owner %s, Secret %s%n",
                                it.name(), it.owner(), it.secret()));
        each(
                status.operations(),
                it ->
                        out.printf(
                                "%s %s: %s %s%n",
                                it.name(), it.request(), it.state(), or(it.message())));
        status.conditions()
                .forEach(
                        it ->
                                out.printf(
                                        "%-18s %-6s %s: %s%n",
                                        it.getType(),
                                        it.getStatus(),
                                        it.getReason(),
                                        it.getMessage()));
    }

    private static void instance(PrintWriter out, PostgresInstanceStatus instance) {
        row(
                out,
                instance.name(),
                or(instance.role()),
                or(instance.state()),
                or(instance.timeline()),
                or(instance.lag()),
                or(instance.node()));
    }

    private static void row(PrintWriter out, Object... cells) {
        out.printf("%-20s %-14s %-18s %-9s %-10s %s%n", cells);
    }

    private static String or(Object value) {
        return Objects.toString(value, "-");
    }

    private static <T> void each(List<T> items, Consumer<T> action) {
        if (items != null) {
            items.forEach(action);
        }
    }
}
