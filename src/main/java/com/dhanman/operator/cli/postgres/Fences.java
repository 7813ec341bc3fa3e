package com.dhanman.operator.cli.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The list of fenced instances. */
final class Fences {
    private Fences() {}

    static String fence(PostgresCluster cluster, String instance) {
        return patch(
                Stream.concat(declared(cluster).stream(), Stream.of(instance)).distinct().sorted());
    }

    static String unfence(PostgresCluster cluster, String instance) {
        return patch(declared(cluster).stream().filter(it -> !it.equals(instance)));
    }

    private static List<String> declared(PostgresCluster cluster) {
        return cluster.getSpec().fenced() == null ? List.of() : cluster.getSpec().fenced();
    }

    private static String patch(Stream<String> instances) {
        return "{\"spec\":{\"fenced\":[%s]}}"
                .formatted(instances.map(it -> "\"" + it + "\"").collect(Collectors.joining(",")));
    }
}
