package com.dhanman.operator.postgres.credentials;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresPooler;
import com.dhanman.operator.kernel.PoolerSettings;
import com.dhanman.operator.postgres.ClusterNames;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Where a database is. Hosts have their namespace, so that they are the same from everywhere in the
 * Kubernetes cluster, and no domain, which each cluster may name as it likes.
 *
 * @param pooler how PgBouncer pools, where there is one
 */
public record DatabaseTarget(
        String cluster,
        String namespace,
        int instances,
        Optional<PostgresPooler.Mode> pooler,
        String database) {
    private static final int INSTANCES = 3;

    public static DatabaseTarget of(PostgresCluster cluster, String database) {
        return new DatabaseTarget(
                cluster.getMetadata().getName(),
                cluster.getMetadata().getNamespace(),
                Optional.ofNullable(cluster.getSpec().instances()).orElse(INSTANCES),
                PoolerSettings.of(cluster.getSpec()).map(PoolerSettings::mode),
                database);
    }

    /** The pool before the primary, where there is one. */
    Optional<String> poolerHost() {
        return pooler.map(it -> host(ClusterNames.pooler(cluster)));
    }

    /** The replicas; a single instance has none, so then it is itself. */
    String readHost() {
        return instances > 1 ? replicas() : primary();
    }

    String primary() {
        return host(ClusterNames.readWrite(cluster));
    }

    String replicas() {
        return host(ClusterNames.readOnly(cluster));
    }

    String anyInstance() {
        return host(ClusterNames.read(cluster));
    }

    List<String> instanceHosts() {
        return IntStream.rangeClosed(1, instances)
                .mapToObj(number -> ClusterNames.pod(ClusterNames.instance(cluster, number)))
                .map(pod -> pod + "." + host(ClusterNames.pods(cluster)))
                .toList();
    }

    boolean pooledByTransaction() {
        return pooler.filter(it -> it == PostgresPooler.Mode.Transaction).isPresent();
    }

    private String host(String service) {
        return service + "." + namespace + ".svc";
    }
}
