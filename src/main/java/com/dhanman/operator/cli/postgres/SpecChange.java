package com.dhanman.operator.cli.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.kernel.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A command that changes what is declared, and waits until it is so. Where the resource comes from
 * Git, the change belongs there too: the next synchronisation would undo this one.
 */
@Command(
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:it is so",
            "1:it cannot be carried out, or is not so in time; the message says why",
            "2:wrong usage, no such cluster or instance, or no access"
        },
        footerHeading = "%n",
        footer = "Where the resource comes from Git, change it there too.")
abstract class SpecChange implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private Target target;

    /**
     * Looks whether it makes sense, before anything is written.
     *
     * @throws IllegalArgumentException where it does not
     */
    void check(PostgresCluster cluster) {}

    /** JSON merge patch of the resource. */
    abstract String patch(PostgresCluster cluster);

    /** Whether it is as it should be now, the operator having seen the change. */
    abstract boolean isDone(PostgresCluster cluster);

    /** What to say when it is done. */
    String told(PostgresCluster cluster, Duration took) {
        return ready(cluster);
    }

    @Override
    public final Integer call() {
        try (KubernetesClient client = target.client()) {
            PostgresCluster before = target.get(client);
            check(before);
            String patch = patch(before);
            long begin = System.nanoTime();
            target.patch(client, patch);
            PostgresCluster cluster =
                    target.await(
                            client, it -> isSeen(it) && (isDone(it) || isStalledSince(before, it)));
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            boolean done = isDone(cluster);
            spec.commandLine().getOut().println(done ? told(cluster, took) : ready(cluster));
            spec.commandLine().getOut().flush();
            return done ? 0 : 1;
        } catch (KubernetesClientTimeoutException e) {
            late();
            return 1;
        }
    }

    private void late() {
        try (KubernetesClient client = target.client()) {
            PostgresCluster cluster = target.get(client);
            target.late(
                    spec,
                    isSeen(cluster)
                            ? ready(cluster)
                            : "The operator has not seen it: does it run?");
        }
    }

    private static String ready(PostgresCluster cluster) {
        return Conditions.find(cluster.getStatus().conditions(), Conditions.READY)
                .map(it -> it.getReason() + ": " + it.getMessage())
                .orElse("Done.");
    }

    /** Whether somebody has to do something, because of this change as it seems. */
    private static boolean isStalledSince(PostgresCluster before, PostgresCluster now) {
        return stall(now).isPresent() && !stall(now).equals(stall(before));
    }

    private static Optional<String> stall(PostgresCluster cluster) {
        return cluster.getStatus() == null
                ? Optional.empty()
                : Conditions.find(cluster.getStatus().conditions(), Conditions.STALLED)
                        .map(Condition::getMessage);
    }

    private static boolean isSeen(PostgresCluster cluster) {
        return cluster.getStatus() != null
                && Objects.equals(
                        cluster.getStatus().observedGeneration(),
                        cluster.getMetadata().getGeneration());
    }
}
