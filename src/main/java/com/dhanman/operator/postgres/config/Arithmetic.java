package com.dhanman.operator.postgres.config;

import static com.dhanman.operator.postgres.config.Written.field;

import com.dhanman.operator.api.v1alpha1.PostgresClusterSpec;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.kernel.PoolerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether all that is set fits into what an instance has. */
final class Arithmetic {
    private static final List<String> PROCESSES =
            List.of(
                    "max_connections",
                    "autovacuum_worker_slots",
                    "max_worker_processes",
                    "max_wal_senders",
                    "max_prepared_transactions");

    /** PostgreSQL's MAX_BACKENDS less its own. */
    private static final int MOST_PROCESSES = (1 << 18) - 100;

    private Arithmetic() {}

    static List<Finding> of(Map<String, String> all, Capacity capacity, int instances) {
        List<Finding> findings = new ArrayList<>(memory(all, capacity));
        findings.addAll(connections(all));
        findings.addAll(replication(all, instances));
        findings.addAll(log(all, capacity));
        return findings;
    }

    /** How many connections are left for clients. */
    static int clients(Map<String, String> all) {
        return MemoryUse.number(all, "max_connections")
                - MemoryUse.number(all, "superuser_reserved_connections")
                - MemoryUse.number(all, "reserved_connections");
    }

    private static List<Finding> memory(Map<String, String> all, Capacity capacity) {
        MemoryUse use = MemoryUse.of(all);
        if (!capacity.limited()) {
            return List.of();
        }
        if (use.sharedSum() >= capacity.memory()) {
            return List.of(
                    Finding.error(
                            "MemoryImpossible",
                            field(use.largest()),
                            "PostgreSQL would take %s at its start, and be killed at %s: %s"
                                    .formatted(
                                            Amount.text(use.sharedSum()),
                                            Amount.text(capacity.memory()),
                                            use.sharedText()),
                            "Raise spec.resources.limits.memory to four times that, or lower "
                                    + use.largest()));
        }
        if (use.sum() <= capacity.memory()) {
            return List.of();
        }
        return List.of(
                Finding.warning(
                        "MemoryTight",
                        "spec.resources.limits.memory",
                        "PostgreSQL may need more than %s, and would be killed then: %s"
                                .formatted(Amount.text(capacity.memory()), use.text()),
                        "Raise the limit, or lower max_connections, work_mem or"
                                + " maintenance_work_mem"));
    }

    private static List<Finding> connections(Map<String, String> all) {
        List<Finding> findings = new ArrayList<>();
        if (clients(all) <= 0) {
            findings.add(
                    Finding.error(
                            "InvalidParameter",
                            field("max_connections"),
                            "all %s connections are reserved, by superuser_reserved_connections and"
                                            .formatted(all.get("max_connections"))
                                    + " reserved_connections: PostgreSQL would not start",
                            "Raise max_connections, or lower the other two"));
        }
        int processes = PROCESSES.stream().mapToInt(name -> MemoryUse.number(all, name)).sum();
        if (processes > MOST_PROCESSES) {
            findings.add(
                    Finding.error(
                            "InvalidParameter",
                            field("max_connections"),
                            "%d processes are more than PostgreSQL can count: %s"
                                    .formatted(processes, String.join(" + ", PROCESSES)),
                            "Lower them, and set spec.pooler for more clients"));
        }
        return findings;
    }

    /** Whether the pooler may open more connections than PostgreSQL takes. */
    static List<Finding> pooler(Map<String, String> all, PostgresClusterSpec spec) {
        return PoolerSettings.of(spec)
                .filter(it -> it.connections(clients(all)) > clients(all))
                .map(it -> exceeds(it, all))
                .stream()
                .toList();
    }

    private static Finding exceeds(PoolerSettings pooler, Map<String, String> all) {
        return Finding.warning(
                "PoolsExceedConnections",
                "spec.pooler.poolSize",
                "%d pods x (%d connections x %d databases + %d that look passwords up) = %d, and PostgreSQL takes %d (max_connections %s less what is kept for superusers)"
                        .formatted(
                                pooler.instances(),
                                pooler.poolSize(clients(all)),
                                pooler.databases(),
                                PoolerSettings.LOOKUPS,
                                pooler.connections(clients(all)),
                                clients(all),
                                all.get("max_connections")),
                "Lower it, or raise max_connections in spec.parameters");
    }

    private static List<Finding> replication(Map<String, String> all, int instances) {
        List<Finding> findings = new ArrayList<>();
        // Each replica streams, and has two more while it is cloned.
        findings.addAll(atLeast(all, "max_wal_senders", Math.max(3, instances + 2)));
        findings.addAll(atLeast(all, "max_replication_slots", Math.max(4, instances + 1)));
        findings.addAll(atLeast(all, "max_connections", 25));
        findings.addAll(atLeast(all, "max_worker_processes", 2));
        findings.addAll(atLeast(all, "max_locks_per_transaction", 32));
        findings.addAll(atLeast(all, "wal_keep_size", 16));
        return findings;
    }

    /** Patroni takes its own value where one is less than what it takes for safe. */
    private static List<Finding> atLeast(Map<String, String> all, String name, int least) {
        if (!all.containsKey(name) || MemoryUse.number(all, name) >= least) {
            return List.of();
        }
        return List.of(
                Finding.error(
                        "InvalidParameter",
                        field(name),
                        "is less than this cluster needs",
                        "Write %d%s or more".formatted(least, KnownParameters.get(name).unit())));
    }

    private static List<Finding> log(Map<String, String> all, Capacity capacity) {
        String volume = capacity.logApart() ? "spec.storage.wal.size" : "spec.storage.size";
        List<Finding> findings = new ArrayList<>();
        for (String name : List.of("max_wal_size", "max_slot_wal_keep_size", "wal_keep_size")) {
            if (!all.containsKey(name)) {
                continue;
            }
            Parameter parameter = KnownParameters.get(name);
            long bytes = Amount.bytes(parameter, all.get(name));
            if (bytes < 0 || bytes > capacity.log() / 2) {
                findings.add(
                        Finding.warning(
                                "DiskTight",
                                field(name),
                                "lets the write-ahead log grow %s, and may fill the volume of %s"
                                        .formatted(
                                                bytes < 0
                                                        ? "without limit"
                                                        : "to " + Amount.text(bytes),
                                                Amount.text(capacity.log())),
                                "Write at most %s, or raise %s"
                                        .formatted(Amount.megabytes(capacity.log() / 2), volume)));
            }
        }
        return findings;
    }
}
