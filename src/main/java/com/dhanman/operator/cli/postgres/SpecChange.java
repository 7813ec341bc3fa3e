package com.dhanman.operator.cli.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.kernel.Conditions;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A command that changes what is declared, and waits until it is so. Where the resource comes from
 * Git, the change belongs there too: the next synchronisation would undo this one.
 */
abstract class SpecChange implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private Target target;

    /** JSON merge patch of the resource. */
    abstract String patch(PostgresCluster cluster);

    /** Whether it is as it should be now, the operator having seen the change. */
    abstract boolean isDone(PostgresCluster cluster);

    @Override
    public final Integer call() {
        try (KubernetesClient client = target.client()) {
            target.patch(client, patch(target.get(client)));
            PostgresCluster cluster = target.await(client, it -> isSeen(it) && isDone(it));
            spec.commandLine()
                    .getOut()
                    .println(
                            Conditions.find(cluster.getStatus().conditions(), Conditions.READY)
                                    .map(it -> it.getReason() + ": " + it.getMessage())
                                    .orElse("Done."));
            spec.commandLine().getOut().flush();
            return 0;
        } catch (KubernetesClientTimeoutException e) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "Not done within %d s; it goes on. See kubectl describe dpg %s."
                                    .formatted(target.timeout().toSeconds(), target.name()));
            spec.commandLine().getErr().flush();
            return 1;
        }
    }

    private static boolean isSeen(PostgresCluster cluster) {
        return cluster.getStatus() != null
                && Objects.equals(
                        cluster.getStatus().observedGeneration(),
                        cluster.getMetadata().getGeneration());
    }
}
