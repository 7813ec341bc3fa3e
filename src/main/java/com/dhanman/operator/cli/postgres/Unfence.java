package com.dhanman.operator.cli.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lets a fenced instance run again. */
@Command(
        name = "unfence",
        description = "Lets a fenced instance run again.",
        mixinStandardHelpOptions = true)
final class Unfence extends SpecChange {
    @Parameters(index = "1", paramLabel = "INSTANCE", description = "Instance, such as main-2.")
    private String instance;

    @Override
    String patch(PostgresCluster cluster) {
        return Fences.unfence(cluster, instance);
    }

    @Override
    boolean isDone(PostgresCluster cluster) {
        return Fences.isFenced(cluster, instance) == false;
    }
}
