package com.dhanman.operator.cli.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Stops an instance and keeps its volume, so that you can look at it. */
@Command(
        name = "fence",
        description = "Stops an instance and keeps its volume, so that you can look at it.",
        mixinStandardHelpOptions = true)
final class Fence extends SpecChange {
    @Parameters(index = "1", paramLabel = "INSTANCE", description = "Instance, such as main-2.")
    private String instance;

    @Override
    String patch(PostgresCluster cluster) {
        return Fences.fence(cluster, instance);
    }

    @Override
    boolean isDone(PostgresCluster cluster) {
        return Fences.isFenced(cluster, instance) == true;
    }
}
