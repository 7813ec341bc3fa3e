package com.dhanman.operator.postgres.config;

import com.dhanman.operator.api.v1alpha1.PostgresClusterSpec;
import com.dhanman.operator.api.v1alpha1.PostgresSource;
import com.dhanman.operator.kernel.Labels;
import com.dhanman.operator.postgres.ClusterNames;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * patroni.yml, the same for all instances of a cluster: what has to be known before Kubernetes is
 * reached. Names and addresses of a pod come from its environment.
 */
final class PatroniFile {
    private static final String ON_ROLE_CHANGE = "/usr/local/bin/on-role-change";

    /** libpq's word, which is nowhere else in the file. */
    private static final String CLIENT_CERTIFICATE = "sslcert";

    private static final String COPY_SOURCE = "/usr/local/bin/copy-source";

    /** Holds the volume's lock as long as any process of PostgreSQL lives. */
    private static final String LOCKED_POSTGRES = "/usr/local/bin/locked-postgres";

    /** As durable as a sync of each file, and half a second quicker. */
    private static final Map<String, String> SYNC = Map.of("sync-method", "syncfs");

    private static final ObjectMapper MAPPER =
            YAMLMapper.builder()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .disable(YAMLGenerator.Feature.SPLIT_LINES)
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                    .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                    .build();

    private PatroniFile() {}

    static String yaml(String cluster, PostgresClusterSpec spec, Lineage lineage) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("scope", ClusterNames.scope(cluster));
        file.put("kubernetes", kubernetes(cluster));
        file.put("log", log());
        file.put("restapi", restApi());
        file.put(
                "ctl",
                ordered(
                        // With a certificate: that the name is not checked. Members call each
                        // other by address, and the authority is checked all the same.
                        "insecure", true,
                        "cacert", Paths.SERVER_AUTHORITY,
                        "certfile", Paths.CLIENT_CERTIFICATE,
                        "keyfile", Paths.CLIENT_KEY));
        file.put("postgresql", postgresql(spec, lineage));
        file.put("bootstrap", Map.of("initdb", initdb(spec)));
        // Pods have no watchdog device; the liveness probe is the watchdog.
        file.put("watchdog", Map.of("mode", "off"));
        try {
            return MAPPER.writeValueAsString(file);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One object a line, with the names that the operator's log and the image's scripts use. */
    private static Map<String, Object> log() {
        return ordered(
                "type",
                "json",
                "level",
                "INFO",
                "format",
                List.of(
                        Map.of("asctime", "time"),
                        Map.of("levelname", "level"),
                        Map.of("name", "logger"),
                        "message"),
                "dateformat",
                "%Y-%m-%dT%H:%M:%S",
                "loggers",
                Map.of("urllib3", "WARNING"));
    }

    private static Map<String, Object> kubernetes(String cluster) {
        return ordered(
                "labels",
                ordered(Labels.MANAGED_BY, Labels.OPERATOR, ClusterNames.CLUSTER_LABEL, cluster),
                "scope_label",
                ClusterNames.SCOPE_LABEL,
                "role_label",
                ClusterNames.ROLE_LABEL,
                "leader_label_value",
                ClusterNames.PRIMARY,
                "follower_label_value",
                ClusterNames.REPLICA,
                "standby_leader_label_value",
                ClusterNames.STANDBY_LEADER,
                "use_endpoints",
                false);
    }

    /** Whoever reaches it may read; what changes something needs a certificate of the cluster. */
    private static Map<String, Object> restApi() {
        return ordered(
                "listen",
                "*:" + ClusterNames.PATRONI_PORT,
                "certfile",
                Paths.SERVER_CERTIFICATE,
                "keyfile",
                Paths.SERVER_KEY,
                "cafile",
                Paths.CLIENT_AUTHORITY,
                "verify_client",
                "optional");
    }

    private static Map<String, Object> postgresql(PostgresClusterSpec spec, Lineage lineage) {
        Map<String, Object> postgresql =
                ordered(
                        "listen",
                        "*:" + ClusterNames.POSTGRES_PORT,
                        "data_dir",
                        Paths.DATA,
                        "bin_dir",
                        Paths.BINARIES,
                        "bin_name",
                        Map.of("postgres", LOCKED_POSTGRES),
                        "pgpass",
                        "/tmp/pgpass",
                        // Instead of the postgresql.conf that initdb or a copied server has.
                        "custom_conf",
                        "/dev/null",
                        "use_unix_socket",
                        true,
                        "use_unix_socket_repl",
                        true);
        postgresql.put("parameters", Map.of("unix_socket_directories", Paths.SOCKETS));
        postgresql.put("authentication", authentication(spec, lineage));
        postgresql.put(
                "callbacks", ordered("on_start", ON_ROLE_CHANGE, "on_role_change", ON_ROLE_CHANGE));
        postgresql.put("create_replica_methods", List.of("basebackup"));
        if (lineage == Lineage.FOLLOWS) {
            postgresql.put(DynamicConfiguration.COPY, copy(spec));
        }
        List<Object> copy = new ArrayList<>(List.of(Map.of("checkpoint", "fast"), SYNC, "verbose"));
        if (spec.storage().wal() != null) {
            copy.add(Map.of("waldir", Paths.WAL));
        }
        postgresql.put("basebackup", copy);
        return postgresql;
    }

    /** Arguments of the program. */
    private static Map<String, Object> copy(PostgresClusterSpec spec) {
        Map<String, Object> copy = ordered("command", COPY_SOURCE);
        if (spec.storage().wal() != null) {
            copy.put("waldir", Paths.WAL);
        }
        return copy;
    }

    private static Map<String, Object> authentication(PostgresClusterSpec spec, Lineage lineage) {
        Map<String, Object> authentication =
                ordered("superuser", Map.of("username", HostBasedAccess.SUPERUSER));
        if (lineage == Lineage.OWN) {
            authentication.put("replication", byCertificate(HostBasedAccess.REPLICATOR));
            authentication.put("rewind", byCertificate(HostBasedAccess.REWINDER));
            return authentication;
        }
        // Its password is in a file of its own, which comes with the replicas' certificate.
        PostgresSource source = Lineage.source(spec).orElseThrow();
        authentication.put("replication", ordered("username", source.user(), "sslmode", "prefer"));
        return authentication;
    }

    static boolean isOwn(String yaml) {
        return yaml.contains(CLIENT_CERTIFICATE);
    }

    private static Map<String, Object> byCertificate(String role) {
        return ordered(
                "username",
                role,
                // Instances connect by addresses of pods, which no certificate names.
                "sslmode",
                "verify-ca",
                "sslrootcert",
                Paths.SERVER_AUTHORITY,
                CLIENT_CERTIFICATE,
                Paths.CLIENT_CERTIFICATE,
                "sslkey",
                Paths.CLIENT_KEY);
    }

    private static List<Object> initdb(PostgresClusterSpec spec) {
        List<Object> options =
                new ArrayList<>(
                        List.of(
                                Map.of("encoding", "UTF8"),
                                // Sorts the same on every system and version: no index breaks when
                                // the image's C library changes.
                                Map.of("locale-provider", "builtin"),
                                Map.of("builtin-locale", "C.UTF-8"),
                                Map.of("locale", "C.UTF-8"),
                                "data-checksums",
                                Map.of("auth-local", "peer"),
                                Map.of("auth-host", "reject"),
                                SYNC));
        if (spec.storage().wal() != null) {
            options.add(Map.of("waldir", Paths.WAL));
        }
        return options;
    }

    private static Map<String, Object> ordered(Object... entries) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put((String) entries[i], entries[i + 1]);
        }
        return map;
    }
}
