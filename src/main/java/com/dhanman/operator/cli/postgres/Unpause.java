package com.dhanman.operator.cli.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.kernel.Conditions;
import picocli.CommandLine.Command;

/** Lets the operator work again. */
@Command(name = "unpause", description = "Lets the operator work again.")
final class Unpause extends SpecChange {
    @Override
    String patch(PostgresCluster cluster) {
        return "{\"metadata\":{\"annotations\":{\"platform.dhanman.com/paused\":null}}}";
    }

    @Override
    boolean isDone(PostgresCluster cluster) {
        return !Conditions.isTrue(cluster.getStatus().conditions(), Conditions.PAUSED);
    }
}
