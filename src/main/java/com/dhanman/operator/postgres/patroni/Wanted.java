package com.dhanman.operator.postgres.patroni;

import java.util.List;
import java.util.Set;

/**
 * What a spec says of the instances of a cluster.
 *
 * @param instances names of all instances, in their order
 * @param fenced instances that are kept from running
 * @param hibernated whether none should run
 * @param synchronousCopies replicas that should have a commit when it is acknowledged; 0 where
 *     replication is asynchronous
 * @param strict whether commits wait while there are fewer
 */
public record Wanted(
        List<String> instances,
        Set<String> fenced,
        boolean hibernated,
        int synchronousCopies,
        boolean strict) {
    public boolean runs(String instance) {
        return !hibernated && instances.contains(instance) && !fenced.contains(instance);
    }

    /** Instances that should run. */
    public List<String> running() {
        return instances.stream().filter(this::runs).toList();
    }

    /** Synchronous replicas that there can be, with those that should run. */
    public int possibleCopies() {
        return Math.clamp(running().size() - 1L, 0, synchronousCopies);
    }
}
