package com.dhanman.operator.postgres.config;

import com.dhanman.operator.api.v1alpha1.PostgresClusterSpec;
import com.dhanman.operator.api.v1alpha1.PostgresReplication;
import com.dhanman.operator.api.v1alpha1.PostgresReplication.Mode;
import com.dhanman.operator.kernel.Finding;
import java.util.ArrayList;
import java.util.List;

/**
 * How commits are kept safe, with defaults filled in.
 *
 * @param mode Asynchronous for a single instance, whatever was asked for
 * @param strict whether the primary rather waits than goes on alone
 * @param synchronousReplicas replicas that must have a commit; 0 where the mode is Asynchronous
 * @param maximumLagOnFailover bytes that a replica may be behind to be promoted
 * @param findings what is wrong with it
 */
public record Replication(
        Mode mode,
        boolean strict,
        int synchronousReplicas,
        long maximumLagOnFailover,
        List<Finding> findings) {
    private static final int INSTANCES = 3;
    private static final long MAXIMUM_LAG = 32 * Amount.MB;
    private static final long SEGMENT = 16 * Amount.MB;

    /**
     * Where commits are synchronous, only replicas that have them all may be promoted. How much
     * else they lack does not matter, such as a bulk load's that was not committed; a limit could
     * only leave the cluster without a primary.
     */
    private static final long NO_LIMIT = 1L << 50;

    private static final PostgresReplication NOTHING =
            new PostgresReplication(null, null, null, null);

    public static Replication of(PostgresClusterSpec spec) {
        PostgresReplication own = spec.replication() == null ? NOTHING : spec.replication();
        int instances = instances(spec);
        boolean alone = instances == 1;
        Mode mode = alone ? Mode.Asynchronous : or(own.mode(), Mode.Synchronous);
        boolean synchronous = mode != Mode.Asynchronous;
        long lag =
                own.maximumLagOnFailover() == null
                        ? MAXIMUM_LAG
                        : own.maximumLagOnFailover().getNumericalAmount().longValue();
        return new Replication(
                mode,
                synchronous && or(own.strict(), false),
                synchronous ? or(own.synchronousReplicas(), 1) : 0,
                synchronous ? NO_LIMIT : lag,
                findings(own, instances, lag));
    }

    static int instances(PostgresClusterSpec spec) {
        return or(spec.instances(), INSTANCES);
    }

    private static List<Finding> findings(PostgresReplication own, int instances, long lag) {
        List<Finding> findings = new ArrayList<>();
        boolean synchronous = or(own.mode(), Mode.Synchronous) != Mode.Asynchronous;
        if (synchronous) {
            findings.addAll(replicas(own, instances, or(own.strict(), false)));
        }
        if (lag <= 0) {
            findings.add(
                    impossible(
                            "maximumLagOnFailover",
                            "no replica is ever that close, so that none could be promoted",
                            "Write 32Mi, or take it out"));
        } else if (!synchronous && lag < SEGMENT) {
            findings.add(
                    fragile(
                            "maximumLagOnFailover",
                            "under load replicas are often further behind than that, and then"
                                    + " nothing is promoted",
                            "Write 16Mi or more"));
        }
        return List.copyOf(findings);
    }

    private static List<Finding> replicas(PostgresReplication own, int instances, boolean strict) {
        List<Finding> findings = new ArrayList<>();
        int replicas = or(own.synchronousReplicas(), 1);
        if (strict && instances < INSTANCES) {
            findings.add(
                    impossible(
                            "strict",
                            "a cluster of %d stops taking writes as soon as one instance is away"
                                    .formatted(instances),
                            "Set spec.instances to 3 or more, or strict to false"));
        }
        if (replicas >= instances && (instances > 1 || own.synchronousReplicas() != null)) {
            findings.add(
                    impossible(
                            "synchronousReplicas",
                            "%d replicas are to have each commit, and there are %d"
                                    .formatted(replicas, instances - 1),
                            "Set it to less than spec.instances, or add instances"));
        } else if (strict && instances >= INSTANCES && replicas == instances - 1) {
            findings.add(
                    fragile(
                            "synchronousReplicas",
                            "all replicas have to have each commit: the primary stops taking writes"
                                    + " whenever one restarts",
                            "Set it to %d, or strict to false".formatted(replicas - 1)));
        } else if (instances == 1 && own.mode() != null && !strict) {
            findings.add(
                    fragile(
                            "mode",
                            "a single instance has no replica: its volume is the only copy",
                            "Set spec.instances to 2 or more, or mode to Asynchronous"));
        }
        return findings;
    }

    private static Finding impossible(String part, String message, String remedy) {
        return Finding.error("ReplicationImpossible", "spec.replication." + part, message, remedy);
    }

    private static Finding fragile(String part, String message, String remedy) {
        return Finding.warning("ReplicationFragile", "spec.replication." + part, message, remedy);
    }

    private static <T> T or(T own, T preset) {
        return own == null ? preset : own;
    }
}
