package com.dhanman.operator.postgres.config;

import static com.dhanman.operator.postgres.config.Written.field;

import com.dhanman.operator.kernel.Finding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Settings that are not a user's to make, and what to do instead. */
final class Refusals {
    private record Group(String why, String remedy, List<String> names) {}

    private static final String TAKE_OUT = "Take it out";

    /** A name that ends with '*' stands for all that begin so. */
    private static final List<Group> GROUPS =
            List.of(
                    new Group(
                            "is the same in all clusters: pods listen on all their addresses",
                            "Take it out; clients connect through the Services",
                            List.of("listen_addresses", "port", "unix_socket_*", "bonjour*")),
                    new Group(
                            "is set by Patroni, which could not lead the cluster otherwise",
                            TAKE_OUT,
                            List.of("cluster_name", "hot_standby", "wal_log_hints")),
                    new Group(
                            "is a path in the image",
                            TAKE_OUT,
                            List.of("data_directory", "config_file", "external_pid_file")),
                    new Group(
                            "is written by the operator",
                            "Take it out, and write access rules in spec.pgHba",
                            List.of("hba_file", "ident_file")),
                    new Group(
                            "is decided by the certificates of the cluster",
                            "Take it out; spec.tls names a certificate of your own, and"
                                    + " ssl_min_protocol_version can be set",
                            List.of("ssl*")),
                    new Group(
                            "belongs to Kerberos, which the cluster does not offer",
                            TAKE_OUT,
                            List.of("krb_*", "gss_*")),
                    new Group(
                            "is decided by the cluster's backups",
                            "Take it out, and declare a BackupSchedule",
                            List.of("archive_*", "restore_command", "recovery_end_command")),
                    new Group(
                            "is set by Patroni, since it decides who follows whom",
                            "Take it out; a source outside of the cluster is named in"
                                    + " spec.bootstrap.standbyOf",
                            List.of(
                                    "primary_conninfo",
                                    "primary_slot_name",
                                    "promote_trigger_file",
                                    "trigger_file",
                                    "standby_mode",
                                    "recovery_target*",
                                    "recovery_min_apply_delay")),
                    new Group(
                            "is set by Patroni from spec.replication",
                            "Take it out, and set spec.replication",
                            List.of("synchronous_standby_names")),
                    new Group(
                            "belongs to a session or a transaction and cannot be in a file",
                            "Take it out; ALTER ROLE or ALTER DATABASE can set defaults",
                            List.of(
                                    "transaction_isolation",
                                    "transaction_read_only",
                                    "transaction_deferrable",
                                    "session_authorization",
                                    "role",
                                    "is_superuser",
                                    "seed")),
                    new Group(
                            "would break Patroni's and the operator's own work",
                            "Take it out; ALTER ROLE or ALTER DATABASE can set it for some",
                            List.of("default_transaction_read_only", "session_replication_role")));

    /** Names that PostgreSQL had, with those of today. */
    private static final Map<String, String> RENAMED =
            Map.of(
                    "wal_keep_segments",
                    "Use wal_keep_size",
                    "checkpoint_segments",
                    "Use max_wal_size",
                    "force_parallel_mode",
                    "Use debug_parallel_query",
                    "replacement_sort_tuples",
                    TAKE_OUT,
                    "stats_temp_directory",
                    TAKE_OUT,
                    "vacuum_defer_cleanup_age",
                    "Use hot_standby_feedback",
                    "old_snapshot_threshold",
                    TAKE_OUT,
                    "db_user_namespace",
                    TAKE_OUT);

    private static final Set<String> ALLOWED = Set.of("ssl_min_protocol_version");

    private Refusals() {}

    /** Why a setting is refused whatever its value; the value is not looked at, nor shown. */
    static Optional<Finding> of(String name) {
        if (RENAMED.containsKey(name)) {
            return Optional.of(
                    Finding.error(
                            "UnknownParameter",
                            field(name),
                            "is no setting of PostgreSQL 18, though it was one",
                            RENAMED.get(name)));
        }
        if (KnownParameters.find(name).filter(it -> it.context().equals("internal")).isPresent()) {
            return Optional.of(
                    Finding.error(
                            "ManagedParameter",
                            field(name),
                            "only shows how PostgreSQL was built or its data made",
                            TAKE_OUT));
        }
        return GROUPS.stream()
                .filter(group -> group.names().stream().anyMatch(it -> matches(it, name)))
                .findFirst()
                .map(
                        group ->
                                Finding.error(
                                        "ManagedParameter",
                                        field(name),
                                        group.why(),
                                        group.remedy()));
    }

    private static boolean matches(String pattern, String name) {
        if (ALLOWED.contains(name) || name.contains(".")) {
            return false;
        }
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }
}
