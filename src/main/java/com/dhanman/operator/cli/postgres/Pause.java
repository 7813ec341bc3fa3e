package com.dhanman.operator.cli.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.kernel.Conditions;
import picocli.CommandLine.Command;

/** Keeps the operator's hands off the cluster; failover goes on. */
@Command(
        name = "pause",
        description = "Keeps the operator's hands off the cluster; failover goes on.")
final class Pause extends SpecChange {
    @Override
    String patch(PostgresCluster cluster) {
        return "{\"metadata\":{\"annotations\":{\"platform.dhanman.com/paused\":\"true\"}}}";
    }

    @Override
    boolean isDone(PostgresCluster cluster) {
        return Conditions.isTrue(cluster.getStatus().conditions(), Conditions.PAUSED);
    }
}
