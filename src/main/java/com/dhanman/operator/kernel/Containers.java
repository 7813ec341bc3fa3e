package com.dhanman.operator.kernel;

import com.dhanman.operator.api.v1alpha1.ResourceAmounts;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.util.Map;
import java.util.TreeMap;

/** What all containers that plans make have in common. */
public final class Containers {
    private Containers() {}

    /** What Pod Security "restricted" asks of a container, and a root that cannot be written. */
    public static SecurityContext restricted() {
        return new SecurityContextBuilder()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .build();
    }

    /** Requests or limits, of what is named. */
    public static Map<String, Quantity> amounts(ResourceAmounts amounts) {
        Map<String, Quantity> map = new TreeMap<>();
        if (amounts.cpu() != null) {
            map.put("cpu", amounts.cpu());
        }
        if (amounts.memory() != null) {
            map.put("memory", amounts.memory());
        }
        return map;
    }
}
