package com.dhanman.operator.postgres;

import com.dhanman.operator.kernel.Finding;
import java.util.List;

/** Instances that are kept from running. */
final class FencedInstances {
    private FencedInstances() {}

    /** Warnings about names that no instance has. */
    static List<Finding> findings(ClusterSettings settings) {
        return settings.fenced().stream()
                .filter(it -> !settings.instanceNames().contains(it))
                .map(
                        it ->
                                Finding.warning(
                                        "UnknownInstance",
                                        "spec.fenced",
                                        "there is no instance " + it,
                                        "Name one of "
                                                + String.join(", ", settings.instanceNames())))
                .toList();
    }
}
