package com.dhanman.operator.cli.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresClusterStatus;
import com.dhanman.operator.kernel.Conditions;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what the operator last saw of a cluster. */
@Command(
        name = "status",
        description = {
            "Shows instances with role, timeline and lag, replication slots, databases, operations and"
                    + " conditions.",
            "Lag in bytes and seconds, and slots, need the right to exec into the primary's pod."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:the cluster is ready",
            "1:it is not; the conditions say why",
            "2:wrong usage, no such cluster, or no access"
        })
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
            new StatusText(cluster, Look.at(client, cluster)).print(out);
            out.flush();
            return Conditions.isTrue(status.conditions(), Conditions.READY) ? 0 : 1;
        }
    }
}
