package com.dhanman.operator.postgres.sql;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a server has of the roles and databases that are asked for.
 *
 * @param memberships those of the roles, each grantor's on its own
 */
record Catalog(
        SqlOutcome.Server server,
        boolean inRecovery,
        Map<String, Role> roles,
        List<Membership> memberships,
        Map<String, Database> databases) {
    /** Whether a role is there that acts as another. */
    boolean isLoginOf(String owner, String login) {
        Role is = roles.get(login);
        return is != null && owner.equals(is.actsAs());
    }

    /** Roles that act as one of these. */
    Set<String> loginsOf(Collection<String> owners) {
        return roles.values().stream()
                .filter(role -> role.actsAs() != null && owners.contains(role.actsAs()))
                .map(Role::name)
                .collect(Collectors.toSet());
    }

    /**
     * A role.
     *
     * @param privileges attributes that a PostgresCluster cannot give, such as {@code SUPERUSER}
     * @param verifier what its password is checked by, or null
     * @param expires whether its password ends at some time
     * @param actsAs role that its sessions begin as, or null
     */
    record Role(
            String name,
            boolean login,
            boolean createDatabase,
            int connectionLimit,
            List<String> privileges,
            String verifier,
            boolean expires,
            String actsAs) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** That a role is a member of another, by whose word, and what it has of it. */
    record Membership(String role, String member, String grantor, boolean inherits, boolean sets) {}

    /**
     * A database.
     *
     * @param connectionLimit -1 for none, -2 where it was left half dropped
     * @param publicConnects whether everybody may connect
     * @param connects who may connect by name
     * @param users who has something in it: objects, privileges, policies. Only known where
     *     everybody may connect.
     */
    record Database(
            String name,
            String owner,
            int connectionLimit,
            boolean allowsConnections,
            boolean publicConnects,
            Set<String> connects,
            Set<String> users) {
        private static final int INVALID = -2;

        Database withUsers(Set<String> users) {
            return new Database(
                    name,
                    owner,
                    connectionLimit,
                    allowsConnections,
                    publicConnects,
                    connects,
                    users);
        }

        boolean halfDropped() {
            return connectionLimit == INVALID;
        }
    }
}
