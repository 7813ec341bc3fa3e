package com.dhanman.operator.cli.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.kernel.Conditions;
import picocli.CommandLine.Command;

/** Starts the instances of a hibernated cluster. */
@Command(name = "resume", description = "Starts the instances of a hibernated cluster.")
final class Resume extends SpecChange {
    @Override
    String patch(PostgresCluster cluster) {
        return "{\"spec\":{\"hibernated\":null}}";
    }

    @Override
    boolean isDone(PostgresCluster cluster) {
        return Conditions.isTrue(cluster.getStatus().conditions(), Conditions.READY);
    }
}
