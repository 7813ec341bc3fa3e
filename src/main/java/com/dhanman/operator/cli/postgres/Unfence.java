package com.dhanman.operator.cli.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import java.time.Duration;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lets a fenced instance run again. */
@Command(
        name = "unfence",
        description = "Lets a fenced instance run again, and waits until it follows.")
final class Unfence extends SpecChange {
    @Parameters(index = "1", paramLabel = "INSTANCE", description = "Instance, such as main-2.")
    private String instance;

    @Override
    void check(PostgresCluster cluster) {
        Instances.check(cluster, instance);
    }

    @Override
    String patch(PostgresCluster cluster) {
        return Fences.unfence(cluster, instance);
    }

    @Override
    boolean isDone(PostgresCluster cluster) {
        return Instances.seen(cluster, instance)
                .filter(it -> Set.of("running", "streaming").contains(it.state()))
                .isPresent();
    }

    @Override
    String told(PostgresCluster cluster, Duration took) {
        return instance + " runs again: " + Instances.seen(cluster, instance).orElseThrow().state();
    }
}
