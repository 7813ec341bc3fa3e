package com.dhanman.operator.postgres;

import com.dhanman.operator.api.v1alpha1.Api;
import com.dhanman.operator.kernel.Labels;
import com.dhanman.operator.kernel.Names;
import com.dhanman.operator.kernel.PostgresAccess;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Names of everything that belongs to a cluster, each in one place. */
public final class ClusterNames {
    /** Label of all objects and pods of a cluster; its value is the cluster's name. */
    public static final String CLUSTER_LABEL = Api.GROUP + "/postgres";

    /** Label of what belongs to one instance; its value is the instance's name. */
    public static final String INSTANCE_LABEL = Api.GROUP + "/postgres-instance";

    /** Label of the pooler's pods; its value is the cluster's name. */
    public static final String POOLER_LABEL = Api.GROUP + "/postgres-pooler";

    /** Label that Patroni keeps on its pod: {@link #PRIMARY}, {@link #REPLICA} or none. */
    public static final String ROLE_LABEL = Api.GROUP + "/postgres-role";

    /** Label of the one pod that the Service of writes leads to; the pod's new primary moves it. */
    public static final String WRITES_LABEL = Api.GROUP + "/postgres-rw";

    /** Label of the pods that the Service of reads leads to. */
    public static final String READS_LABEL = Api.GROUP + "/postgres-ro";

    /** Value of both. */
    public static final String SERVES = "true";

    /** Label by which Patroni knows its own pods and ConfigMaps; its value is the scope. */
    public static final String SCOPE_LABEL = Api.GROUP + "/patroni-scope";

    public static final String PRIMARY = "primary";
    public static final String REPLICA = "replica";
    public static final String STANDBY_LEADER = "standby-leader";

    public static final int POSTGRES_PORT = 5432;
    public static final int PATRONI_PORT = 8008;
    public static final int METRICS_PORT = 9187;

    private ClusterNames() {}

    /** Labels of all that belongs to a cluster. */
    public static Map<String, String> labels(String cluster, String namespace) {
        Map<String, String> labels = new TreeMap<>(Labels.of(cluster, namespace));
        labels.put(CLUSTER_LABEL, cluster);
        return labels;
    }

    /** Instances are numbered from 1. */
    public static String instance(String cluster, int number) {
        return cluster + "-" + number;
    }

    /** The one pod of an instance's StatefulSet; also the name of its Patroni member. */
    public static String pod(String instance) {
        return instance + "-0";
    }

    /** The instance of a pod or member; the reverse of {@link #pod}. */
    public static String instanceOf(String pod) {
        return pod.replaceFirst("-0$", "");
    }

    public static String dataVolume(String instance) {
        return instance + "-data";
    }

    public static String walVolume(String instance) {
        return instance + "-wal";
    }

    /** Service of the primary. */
    public static String readWrite(String cluster) {
        return PostgresAccess.readWrite(cluster);
    }

    /** Service of the replicas. */
    public static String readOnly(String cluster) {
        return PostgresAccess.readOnly(cluster);
    }

    /** Service of all instances. */
    public static String read(String cluster) {
        return cluster + "-r";
    }

    /** Headless Service that gives pods names. */
    public static String pods(String cluster) {
        return cluster + "-pods";
    }

    /** Patroni's scope, and the ConfigMap of patroni.yml; its own ConfigMaps begin with it. */
    public static String scope(String cluster) {
        return cluster + "-patroni";
    }

    /** ConfigMap in whose annotation `config` Patroni's dynamic configuration is. */
    public static String patroniConfig(String cluster) {
        return scope(cluster) + "-config";
    }

    /** ConfigMap of the leader lock. */
    public static String patroniLeader(String cluster) {
        return scope(cluster) + "-leader";
    }

    /** ConfigMap of which replicas are synchronous. */
    public static String patroniSync(String cluster) {
        return scope(cluster) + "-sync";
    }

    /** ConfigMap of a switchover that was asked for. */
    public static String patroniFailover(String cluster) {
        return scope(cluster) + "-failover";
    }

    /** All ConfigMaps that Patroni keeps its state in. */
    public static List<String> patroniConfigMaps(String cluster) {
        return List.of(
                patroniConfig(cluster),
                patroniFailover(cluster),
                patroniLeader(cluster),
                patroniSync(cluster));
    }

    /** Secret of the authority's key and certificate; mounted nowhere. */
    public static String authoritySecret(String cluster) {
        return cluster + "-ca";
    }

    /** Secret of the servers' certificate, which Patroni's API uses too. */
    public static String serverSecret(String cluster) {
        return cluster + "-server";
    }

    /** Certificate of the servers that cert-manager is asked for, and the Secret that it fills. */
    public static String issued(String cluster) {
        return cluster + "-issued";
    }

    /** Host names that the servers' certificate is for: all of the Services and of the pods. */
    public static List<String> serverHosts(String cluster, String namespace) {
        List<String> services =
                List.of(
                        readWrite(cluster),
                        readOnly(cluster),
                        read(cluster),
                        pods(cluster),
                        pooler(cluster));
        // No wildcard below the short name: clients refuse one that covers a whole domain.
        String pods = "*." + pods(cluster) + "." + namespace;
        return Stream.of(
                        services.stream(),
                        services.stream().map(it -> it + "." + namespace),
                        services.stream().map(it -> it + "." + namespace + ".svc"),
                        services.stream().map(it -> it + "." + namespace + ".svc.cluster.local"),
                        Stream.of(pods, pods + ".svc", pods + ".svc.cluster.local"),
                        Stream.of("localhost"))
                .flatMap(it -> it)
                .toList();
    }

    /** Secret of the certificate by which replicas log in. */
    public static String replicationSecret(String cluster) {
        return cluster + "-replication";
    }

    /** Secret of the certificate by which the operator logs in. */
    public static String operatorSecret(String cluster) {
        return cluster + "-operator";
    }

    /** Secret of the certificate by which backups log in. */
    public static String backupSecret(String cluster) {
        return PostgresAccess.backupSecret(cluster);
    }

    /**
     * Service, Deployment, ConfigMap and PodDisruptionBudget of PgBouncer; Secret of its
     * certificate.
     */
    public static String pooler(String cluster) {
        return cluster + "-pooler";
    }

    /** Headless Service by which pods of PgBouncer find each other. */
    public static String poolerPods(String cluster) {
        return cluster + "-pooler-pods";
    }

    /** Secret of a login role's name and password, where the operator made it. */
    public static String roleSecret(String cluster, String role) {
        return Names.join(cluster, "role", Names.part(role));
    }

    /** Secret with everything that a client of a database needs. */
    public static String databaseSecret(String cluster, String database) {
        return Names.join(cluster, "db", Names.part(database));
    }
}
