package com.dhanman.operator.cli.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.kernel.Conditions;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes the volumes of all instances larger. */
@Command(
        name = "grow",
        description = {
            "Makes the volumes of all instances larger, while they run, also when they are full.",
            "Their StorageClass must allow it (allowVolumeExpansion). They never become smaller."
        })
final class Grow extends SpecChange {
    @Parameters(index = "1", paramLabel = "SIZE", description = "New size, such as 200Gi.")
    private String size;

    @Option(
            names = "--wal",
            description = "The volumes of the write-ahead log instead, where they are separate.")
    private boolean wal;

    @Override
    void check(PostgresCluster cluster) {
        if (wal && cluster.getSpec().storage().wal() == null) {
            throw new IllegalArgumentException(
                    "%s has no volumes of its own for the write-ahead log (storage.wal); leave --wal"
                                    .formatted(cluster.getMetadata().getName())
                            + " out");
        }
        Quantity now =
                wal ? cluster.getSpec().storage().wal().size() : cluster.getSpec().storage().size();
        if (bytes(size).compareTo(bytes(now.toString())) < 0) {
            throw new IllegalArgumentException(
                    "volumes cannot shrink: they have %s; give more than that".formatted(now));
        }
        environment(cluster);
    }

    /** What an environment declares, it puts back. */
    private static void environment(PostgresCluster cluster) {
        Objects.requireNonNullElse(
                        cluster.getMetadata().getOwnerReferences(), List.<OwnerReference>of())
                .stream()
                .filter(it -> it.getKind().equals("TenantEnvironment"))
                .findFirst()
                .ifPresent(
                        it -> {
                            throw new IllegalArgumentException(
                                    "the TenantEnvironment %s declares this cluster; set"
                                                    .formatted(it.getName())
                                            + " spec.postgres.storage.size there");
                        });
    }

    private static BigDecimal bytes(String text) {
        try {
            return Quantity.getAmountInBytes(Quantity.parse(text));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "\"%s\" is no size; write it as 200Gi".formatted(text), e);
        }
    }

    @Override
    String patch(PostgresCluster cluster) {
        return (wal
                        ? "{\"spec\":{\"storage\":{\"wal\":{\"size\":\"%s\"}}}}"
                        : "{\"spec\":{\"storage\":{\"size\":\"%s\"}}}")
                .formatted(size);
    }

    @Override
    String told(PostgresCluster cluster, Duration took) {
        return Conditions.find(cluster.getStatus().conditions(), "StorageReady")
                .orElseThrow()
                .getMessage();
    }

    @Override
    boolean isDone(PostgresCluster cluster) {
        return Conditions.isTrue(cluster.getStatus().conditions(), "StorageReady");
    }
}
