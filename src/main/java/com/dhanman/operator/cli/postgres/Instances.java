package com.dhanman.operator.cli.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresInstanceStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The instances that a cluster has. */
final class Instances {
    private static final int DEFAULT = 3;

    private Instances() {}

    /**
     * Refuses a name that no instance has, before anything is written.
     *
     * @throws IllegalArgumentException with the names that there are
     */
    static void check(PostgresCluster cluster, String instance) {
        List<String> names = names(cluster);
        if (!names.contains(instance)) {
            throw new IllegalArgumentException(
                    "%s has no instance %s; name one of %s"
                            .formatted(
                                    cluster.getMetadata().getName(),
                                    instance,
                                    String.join(", ", names)));
        }
    }

    static List<String> names(PostgresCluster cluster) {
        int number = Optional.ofNullable(cluster.getSpec().instances()).orElse(DEFAULT);
        return IntStream.rangeClosed(1, number)
                .mapToObj(it -> cluster.getMetadata().getName() + "-" + it)
                .toList();
    }

    /** An instance as it was last seen. */
    static Optional<PostgresInstanceStatus> seen(PostgresCluster cluster, String instance) {
        return Optional.ofNullable(cluster.getStatus().instances()).orElse(List.of()).stream()
                .filter(it -> it.name().equals(instance))
                .findFirst();
    }
}
