package com.dhanman.operator.cli.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.kernel.Conditions;
import picocli.CommandLine.Command;

/** Makes a standby of an external server a primary of its own. It cannot be taken back. */
@Command(
        name = "promote",
        description =
                "Makes a standby of an external server a primary of its own. It cannot be taken back.")
final class Promote extends SpecChange {
    @Override
    String patch(PostgresCluster cluster) {
        return "{\"spec\":{\"bootstrap\":{\"standbyOf\":{\"promote\":true}}}}";
    }

    @Override
    boolean isDone(PostgresCluster cluster) {
        return Conditions.isTrue(cluster.getStatus().conditions(), "PrimaryReady");
    }
}
