package com.dhanman.operator.postgres.sql;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Login roles that the operator makes for its own parts, each with the least that will do. */
public enum OwnRole {
    /** Reads statistics. Without a password it can only log in as pg_hba lets it. */
    EXPORTER("dhanman_exporter", List.of("pg_monitor"), 5),
    /** Looks up verifiers for PgBouncer, and logs in by certificate; see {@link PoolerLookup}. */
    POOLER("dhanman_pooler", List.of(), -1);

    /** Roles of PostgreSQL and Patroni, which nobody may declare. */
    private static final Set<String> SYSTEM =
            Set.of("postgres", "replicator", "rewind", "dhanman_operator", "public", "none");

    private final String roleName;
    private final List<String> memberOf;
    private final int connectionLimit;

    OwnRole(String roleName, List<String> memberOf, int connectionLimit) {
        this.roleName = roleName;
        this.memberOf = memberOf;
        this.connectionLimit = connectionLimit;
    }

    public String roleName() {
        return roleName;
    }

    /** Whether a name is not the user's to declare. */
    public static boolean isReserved(String name) {
        return SYSTEM.contains(name)
                || name.startsWith("pg_")
                || Arrays.stream(values()).anyMatch(own -> own.roleName.equals(name));
    }

    DesiredRole desired(Optional<Password> password) {
        return new DesiredRole(
                roleName, true, false, connectionLimit, memberOf, password.orElse(null), false);
    }
}
