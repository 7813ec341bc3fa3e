package com.dhanman.operator.postgres.operations;

import com.dhanman.operator.postgres.patroni.ClusterState;
import com.dhanman.operator.postgres.patroni.Member;
import com.dhanman.operator.postgres.patroni.Wanted;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * All that a decision depends on.
 *
 * @param revisions by instance: revision of the pod template that its pod should be made of; absent
 *     while Kubernetes has not looked at the template yet
 * @param tasks operations that are under way
 * @param repairs by instance: how often it was cloned anew
 * @param futile instances whose restart did not put their settings into effect
 */
record Situation(
        Wanted wanted,
        ClusterState state,
        Map<String, String> revisions,
        List<Task> tasks,
        Map<String, Repair> repairs,
        Set<String> futile,
        Instant now) {

    /** An operation that is under way. */
    sealed interface Task {
        /**
         * The primary is to hand over.
         *
         * @param to instance that is to lead; empty where any may
         * @param asked whether Patroni was asked for it already
         */
        record HandOver(String to, boolean asked) implements Task {}

        /**
         * Instances are to be restarted.
         *
         * @param named whether it is about one instance alone, which is restarted where it is
         * @param left instances whose PostgreSQL still is the one that ran when it began
         */
        record RestartAll(boolean named, Set<String> left) implements Task {}

        /**
         * A replica is to be cloned anew.
         *
         * @param asked whether Patroni was asked for it already
         */
        record CloneAnew(String instance, boolean asked) implements Task {}
    }

    /**
     * How often a replica was cloned anew because it could not follow.
     *
     * @param attempts up to now
     * @param last when the last one began
     * @param announced whether the last one was written down and not begun yet
     */
    record Repair(int attempts, Instant last, boolean announced) {}

    /** Revisions that the StatefulSets of a cluster want, by the instances' names. */
    static Map<String, String> revisions(Collection<StatefulSet> sets) {
        Map<String, String> revisions = new HashMap<>();
        for (StatefulSet set : sets) {
            boolean seen =
                    set.getStatus() != null
                            && Objects.equals(
                                    set.getStatus().getObservedGeneration(),
                                    set.getMetadata().getGeneration());
            if (seen && set.getStatus().getUpdateRevision() != null) {
                revisions.put(set.getMetadata().getName(), set.getStatus().getUpdateRevision());
            }
        }
        return revisions;
    }

    /** Whether a pod was made of another template than the one that is wanted now. */
    boolean isOutdated(Member member) {
        String revision = revisions.get(member.instance());
        return revision != null
                && member.revision().isPresent()
                && !member.revision().get().equals(revision);
    }
}
