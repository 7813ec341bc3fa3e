package com.dhanman.operator.postgres.config;

import static com.dhanman.operator.postgres.config.Written.field;

import com.dhanman.operator.api.v1alpha1.PostgresReplication.Mode;
import com.dhanman.operator.kernel.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Values that lose data, or that PostgreSQL would not start with, though they are well formed. */
final class Hazards {
    private record Refused(String why, String remedy) {}

    private static final String LOSES = "loses data that was committed: ";
    private static final String TAKE_OUT = "Take it out";
    private static final Set<String> OFF = Set.of("off", "false", "no", "0");
    private static final Set<String> ON = Set.of("on", "true", "yes", "1");

    private static final Map<String, Refused> NOT_OFF =
            Map.of(
                    "fsync",
                    new Refused(LOSES + "after a crash of a node its files are damaged", TAKE_OUT),
                    "full_page_writes",
                    new Refused(
                            LOSES + "pages that a crash left half written cannot be mended",
                            TAKE_OUT),
                    "track_counts",
                    new Refused("stops autovacuum, and in time PostgreSQL", TAKE_OUT));

    private static final Map<String, Refused> NOT_ON =
            Map.of(
                    "zero_damaged_pages",
                    new Refused(LOSES + "damaged pages are emptied", "Set it in one session"),
                    "ignore_checksum_failure",
                    new Refused(
                            "hides damage, which then spreads to replicas and backups",
                            "Set it in one session"),
                    "ignore_invalid_pages",
                    new Refused(LOSES + "recovery passes over what it cannot apply", TAKE_OUT),
                    "data_sync_retry",
                    new Refused(LOSES + "Linux forgets what it could not write", TAKE_OUT),
                    "allow_system_table_mods",
                    new Refused("lets system tables be broken", "Set it in one session"),
                    "huge_pages",
                    new Refused(
                            "needs huge pages, which the pods are not given: PostgreSQL would not"
                                    + " start",
                            "Write try"));

    private static final Map<String, Map<String, Refused>> NOT_THESE =
            Map.of(
                    "wal_level",
                    Map.of(
                            "minimal",
                            new Refused("leaves nothing to replicate", "Write replica or logical")),
                    "io_method",
                    Map.of(
                            "io_uring",
                            new Refused(
                                    "needs system calls that pods are denied: PostgreSQL would not"
                                            + " start",
                                    "Write worker or sync")),
                    "password_encryption",
                    Map.of(
                            "md5",
                            new Refused(
                                    "stores passwords in a way that is broken, and no client could"
                                            + " log in with them",
                                    TAKE_OUT)),
                    "ssl_min_protocol_version",
                    Map.of(
                            "tlsv1",
                            new Refused("is broken", "Write TLSv1.2 or TLSv1.3"),
                            "tlsv1.1",
                            new Refused("is broken", "Write TLSv1.2 or TLSv1.3")));

    private Hazards() {}

    static boolean isOn(String value) {
        return value != null && ON.contains(value.toLowerCase(Locale.ROOT));
    }

    /**
     * Looks at what somebody set.
     *
     * @param own settings by their canonical names
     */
    static List<Finding> in(Map<String, String> own, Mode mode) {
        List<Finding> findings = new ArrayList<>();
        own.forEach(
                (name, value) -> {
                    String low = value.toLowerCase(Locale.ROOT);
                    Refused refused = NOT_THESE.getOrDefault(name, Map.of()).get(low);
                    if (OFF.contains(low) && NOT_OFF.containsKey(name)) {
                        refused = NOT_OFF.get(name);
                    } else if (ON.contains(low) && NOT_ON.containsKey(name)) {
                        refused = NOT_ON.get(name);
                    }
                    if (refused != null) {
                        findings.add(unsafe(name, refused.why(), refused.remedy()));
                    }
                });
        if (own.containsKey("synchronous_commit")) {
            findings.addAll(commits(own.get("synchronous_commit").toLowerCase(Locale.ROOT), mode));
        }
        findings.addAll(others(own, mode));
        return findings;
    }

    /** What `synchronous_commit` leaves of a mode of replication. */
    private static List<Finding> commits(String value, Mode mode) {
        boolean off = OFF.contains(value);
        if (mode == Mode.Asynchronous) {
            return off
                    ? List.of(
                            weak(
                                    "synchronous_commit",
                                    "a crash of the primary loses the commits of its last moments,"
                                            + " though they were acknowledged",
                                    "Leave it on, and switch it off in transactions that may be"
                                            + " lost"))
                    : List.of();
        }
        if (off || value.equals("local")) {
            return List.of(
                    unsafe(
                            "synchronous_commit",
                            "acknowledges commits that no replica has, so that a failover loses"
                                    + " them, which replication mode %s is there to prevent"
                                            .formatted(mode),
                            "Take it out and switch it off in transactions that may be lost, or set"
                                    + " spec.replication.mode to Asynchronous"));
        }
        return value.equals("remote_write")
                ? List.of(
                        weak(
                                "synchronous_commit",
                                "acknowledges commits that a replica has in memory but not on disk"
                                        + " yet: nodes that lose power together lose them",
                                "Take it out for commits that are on disk twice"))
                : List.of();
    }

    private static List<Finding> others(Map<String, String> own, Mode mode) {
        List<Finding> findings = new ArrayList<>();
        if (OFF.contains(own.getOrDefault("autovacuum", "on").toLowerCase(Locale.ROOT))) {
            findings.add(
                    Finding.warning(
                            "RiskyParameter",
                            field("autovacuum"),
                            "tables bloat and statistics grow stale without it",
                            "Leave it on, or make sure that VACUUM ANALYZE runs"));
        }
        if (mode != Mode.Asynchronous
                && Amount.in("ms", own.getOrDefault("wal_sender_timeout", "1"))
                                .orElseThrow()
                                .signum()
                        == 0) {
            findings.add(
                    Finding.warning(
                            "RiskyParameter",
                            field("wal_sender_timeout"),
                            "a synchronous replica whose node is lost holds up all commits for"
                                    + " minutes",
                            "Write some seconds, such as 10s"));
        }
        return findings;
    }

    private static Finding unsafe(String name, String message, String remedy) {
        return Finding.error("UnsafeParameter", field(name), message, remedy);
    }

    private static Finding weak(String name, String message, String remedy) {
        return Finding.warning("WeakDurability", field(name), message, remedy);
    }
}
