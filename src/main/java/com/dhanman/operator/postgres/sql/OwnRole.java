package com.dhanman.operator.postgres.sql;

import com.dhanman.operator.api.v1alpha1.PostgresClusterSpec;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Login roles that the operator makes for its own parts, each with the least that will do. */
public enum OwnRole {
    /** Reads statistics, and logs in by the socket alone, as a user of the system. */
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

    /** Those that a cluster needs. */
    public static Set<OwnRole> of(PostgresClusterSpec spec) {
        Set<OwnRole> roles = EnumSet.noneOf(OwnRole.class);
        if (spec.pooler() != null) {
            roles.add(POOLER);
        }
        if (spec.monitoring() == null || !Boolean.FALSE.equals(spec.monitoring().enabled())) {
            roles.add(EXPORTER);
        }
        return roles;
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
                roleName,
                true,
                false,
                connectionLimit,
                memberOf,
                password.orElse(null),
                password.isEmpty());
    }
}
