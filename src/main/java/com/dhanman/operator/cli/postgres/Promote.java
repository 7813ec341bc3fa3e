package com.dhanman.operator.cli.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresSourceStatus;
import com.dhanman.operator.kernel.Conditions;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Makes a standby of an external server a primary of its own. It cannot be taken back. */
@Command(
        name = "promote",
        description = {
            "Makes a standby of an external server a primary of its own. It cannot be taken back.",
            "Stop that server first, or what writes to it: the promotion waits for all that it has"
                    + " written, and while it is still written to."
        })
final class Promote extends SpecChange {
    @Override
    void check(PostgresCluster cluster) {
        if (cluster.getSpec().bootstrap() == null) {
            throw new IllegalArgumentException(
                    "%s follows no server (spec.bootstrap.standbyOf): there is nothing to promote"
                            .formatted(cluster.getMetadata().getName()));
        }
    }

    @Override
    String patch(PostgresCluster cluster) {
        return "{\"spec\":{\"bootstrap\":{\"standbyOf\":{\"promote\":true}}}}";
    }

    @Override
    boolean isDone(PostgresCluster cluster) {
        return Conditions.isTrue(cluster.getStatus().conditions(), "PrimaryReady")
                && source(cluster).filter(it -> "Promoted".equals(it.state())).isPresent();
    }

    @Override
    String told(PostgresCluster cluster, Duration took) {
        return "%s takes writes, %s s after the promotion was asked for. %s"
                .formatted(
                        cluster.getStatus().primary(),
                        String.format(Locale.ROOT, "%.1f", took.toMillis() / 1000.0),
                        source(cluster).map(PostgresSourceStatus::message).orElse(""));
    }

    private static Optional<PostgresSourceStatus> source(PostgresCluster cluster) {
        return Optional.ofNullable(cluster.getStatus().source());
    }
}
