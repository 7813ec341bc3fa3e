package com.dhanman.operator.cli.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.kernel.Conditions;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Stops an instance and keeps its volume, so that you can look at it. */
@Command(
        name = "fence",
        description = {
            "Stops an instance and keeps its volume, so that you can look at it.",
            "A primary fails over to another instance."
        })
final class Fence extends SpecChange {
    @Parameters(index = "1", paramLabel = "INSTANCE", description = "Instance, such as main-2.")
    private String instance;

    @Override
    void check(PostgresCluster cluster) {
        Instances.check(cluster, instance);
    }

    @Override
    String patch(PostgresCluster cluster) {
        return Fences.fence(cluster, instance);
    }

    @Override
    boolean isDone(PostgresCluster cluster) {
        boolean stopped =
                Instances.seen(cluster, instance)
                        .filter(it -> "Fenced".equals(it.role()))
                        .isPresent();
        return stopped && (serves(cluster) || isLast(cluster));
    }

    private static boolean serves(PostgresCluster cluster) {
        return Conditions.isTrue(cluster.getStatus().conditions(), "PrimaryReady");
    }

    /** Where all are fenced nobody takes over. */
    private static boolean isLast(PostgresCluster cluster) {
        return cluster.getSpec().fenced().containsAll(Instances.names(cluster));
    }

    @Override
    String told(PostgresCluster cluster, Duration took) {
        return "%s is stopped, its volume is kept. %s"
                .formatted(
                        instance,
                        serves(cluster)
                                ? cluster.getStatus().primary() + " is the primary."
                                : "No instance is left to take writes.");
    }
}
