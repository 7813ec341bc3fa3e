package com.dhanman.operator.postgres.config;

import com.dhanman.operator.api.v1alpha1.PostgresClusterSpec;
import com.dhanman.operator.api.v1alpha1.Resources;
import com.dhanman.operator.kernel.Finding;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that PostgreSQL and Patroni are told.
 *
 * @param patroniFile patroni.yml
 * @param dynamic Patroni's dynamic configuration as JSON, for the annotation `config`
 * @param findings what is wrong with the spec; with an error among them nothing of this may be used
 */
public record Configuration(
        String patroniFile,
        String dynamic,
        Parameters parameters,
        Replication replication,
        List<Finding> findings) {
    /** The same with all replicas synchronous, so that any of them has every commit. */
    public Configuration withAllSynchronous(PostgresClusterSpec spec) {
        return new Configuration(
                patroniFile,
                DynamicConfiguration.withSynchronous(dynamic, Replication.instances(spec) - 1),
                parameters,
                replication,
                findings);
    }

    /** What the dynamic configuration is made of. */
    record Parts(
            Parameters parameters,
            Replication replication,
            HostBasedAccess access,
            Lineage lineage,
            boolean paused) {}

    /**
     * Makes it.
     *
     * @param cluster name of the cluster
     * @param resources those of each instance, with defaults filled in
     * @param paused whether Patroni is to leave everything as it is
     */
    public static Configuration of(
            String cluster,
            PostgresClusterSpec spec,
            Resources resources,
            Lineage lineage,
            boolean paused) {
        Parts parts =
                new Parts(
                        Parameters.of(spec, resources),
                        Replication.of(spec),
                        HostBasedAccess.of(spec),
                        lineage,
                        paused);
        return new Configuration(
                PatroniFile.yaml(cluster, spec, lineage),
                DynamicConfiguration.json(spec, parts),
                parts.parameters(),
                parts.replication(),
                Stream.of(
                                parts.parameters().findings(),
                                parts.replication().findings(),
                                parts.access().findings())
                        .flatMap(List::stream)
                        .toList());
    }

    /** Whether a patroni.yml is that of a cluster whose instances log in by roles of its own. */
    public static boolean isOwn(String patroniFile) {
        return PatroniFile.isOwn(patroniFile);
    }
}
