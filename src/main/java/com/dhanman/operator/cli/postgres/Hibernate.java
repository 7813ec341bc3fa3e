package com.dhanman.operator.cli.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.kernel.Conditions;
import picocli.CommandLine.Command;

/** Stops all instances and keeps everything else. */
@Command(name = "hibernate", description = "Stops all instances and keeps everything else.")
final class Hibernate extends SpecChange {
    @Override
    String patch(PostgresCluster cluster) {
        return "{\"spec\":{\"hibernated\":true}}";
    }

    @Override
    boolean isDone(PostgresCluster cluster) {
        return Conditions.find(cluster.getStatus().conditions(), Conditions.READY)
                .map(it -> it.getReason().equals("Hibernated"))
                .orElse(false);
    }
}
