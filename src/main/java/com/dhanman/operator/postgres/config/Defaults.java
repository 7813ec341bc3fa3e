package com.dhanman.operator.postgres.config;

import java.util.Map;
import java.util.TreeMap;

/** What is set where the user says nothing. */
final class Defaults {
    /** Patroni, and PostgreSQL without any client. */
    static final long BASE_MEMORY = 128 * Amount.MB;

    static final int MAX_CONNECTIONS = 100;

    private Defaults() {}

    /**
     * All settings: the user's own, and what follows from them and from what an instance has.
     *
     * @param own settings by their canonical names, none of which is refused
     */
    static Map<String, String> completed(Map<String, String> own, Capacity capacity) {
        Map<String, String> all = new TreeMap<>(fixed());
        all.putAll(connections());
        all.putAll(initialised());
        all.putAll(own);
        memory(all, capacity);
        log(all, capacity);
        processors(all, capacity);
        all.put(
                Libraries.PRELOADED,
                Libraries.withStatistics(own.getOrDefault(Libraries.PRELOADED, "")));
        return all;
    }

    private static Map<String, String> fixed() {
        Map<String, String> fixed = new TreeMap<>();
        fixed.put("max_connections", Integer.toString(MAX_CONNECTIONS));
        // For Patroni and the operator, also when clients have taken all others.
        fixed.put("superuser_reserved_connections", "5");
        // More than nine instances with a base backup each need: to change them is a restart.
        fixed.put("max_wal_senders", "20");
        fixed.put("max_replication_slots", "20");
        fixed.put("wal_level", "replica");
        fixed.put("wal_compression", "lz4");
        fixed.put("random_page_cost", "1.1");
        fixed.put("password_encryption", "scram-sha-256");
        fixed.put("ssl", "on");
        fixed.put("ssl_cert_file", Paths.SERVER_CERTIFICATE);
        fixed.put("ssl_key_file", Paths.SERVER_KEY);
        fixed.put("ssl_ca_file", Paths.CLIENT_AUTHORITY);
        fixed.put("ssl_min_protocol_version", "TLSv1.2");
        fixed.put("logging_collector", "off");
        fixed.put("log_destination", "stderr");
        fixed.put("log_line_prefix", "%m [%p] %q%u@%d %h %a ");
        fixed.put("log_lock_waits", "on");
        return fixed;
    }

    /** So that the other side's silence is noticed in seconds. Kernels wait for hours. */
    private static Map<String, String> connections() {
        Map<String, String> connections = new TreeMap<>();
        connections.put("tcp_keepalives_idle", "10");
        connections.put("tcp_keepalives_interval", "5");
        connections.put("tcp_keepalives_count", "3");
        connections.put("tcp_user_timeout", "30s");
        connections.put("client_connection_check_interval", "10s");
        // Commits wait for a lost synchronous replica as long as its connection seems alive.
        connections.put("wal_sender_timeout", "10s");
        connections.put("wal_receiver_timeout", "10s");
        connections.put("wal_receiver_status_interval", "2s");
        connections.put("wal_retrieve_retry_interval", "500ms");
        return connections;
    }

    /**
     * What initdb writes into a postgresql.conf, which is not used: a copy's would be another's.
     */
    private static Map<String, String> initialised() {
        return Map.of(
                "TimeZone", "UTC",
                "log_timezone", "UTC",
                "lc_messages", "C.UTF-8",
                "default_text_search_config", "pg_catalog.english");
    }

    private static void memory(Map<String, String> all, Capacity capacity) {
        long memory = capacity.memory();
        all.putIfAbsent("shared_buffers", Amount.megabytes(Math.max(memory / 4, 16 * Amount.MB)));
        all.putIfAbsent("effective_cache_size", Amount.megabytes(memory / 8 * 5));
        all.putIfAbsent(
                "maintenance_work_mem",
                Amount.megabytes(within(memory / 16, 16 * Amount.MB, Amount.GB)));
        MemoryUse use = MemoryUse.of(all);
        long left = memory - use.sharedSum() - use.maintenance() - BASE_MEMORY;
        all.putIfAbsent(
                "work_mem",
                Amount.megabytes(within(left / use.connections(), Amount.MB, 64 * Amount.MB)));
    }

    /**
     * Of a volume of its own the log takes up to three quarters, else of all up to three eighths.
     */
    private static void log(Map<String, String> all, Capacity capacity) {
        long share = capacity.log() / (capacity.logApart() ? 4 : 8);
        // A larger one makes recovery after a crash longer than a failover takes.
        all.putIfAbsent(
                "max_wal_size", Amount.megabytes(within(share, 64 * Amount.MB, 4 * Amount.GB)));
        long maximum = Amount.bytes(KnownParameters.get("max_wal_size"), all.get("max_wal_size"));
        all.putIfAbsent(
                "min_wal_size", Amount.megabytes(within(maximum / 4, 32 * Amount.MB, Amount.GB)));
        // A slot whose replica does not come back would keep all that is written.
        all.putIfAbsent(
                "max_slot_wal_keep_size", Amount.megabytes(Math.max(2 * share, 64 * Amount.MB)));
    }

    private static void processors(Map<String, String> all, Capacity capacity) {
        int cpus = capacity.cpus();
        if (cpus > 0) {
            all.putIfAbsent("max_parallel_workers", Integer.toString(Math.max(2, cpus)));
            all.putIfAbsent("max_worker_processes", Integer.toString(Math.max(8, cpus + 4)));
        }
    }

    private static long within(long value, long least, long most) {
        return Math.max(least, Math.min(value, most));
    }
}
