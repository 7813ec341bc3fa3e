package com.dhanman.operator.postgres.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Roles by which instances log in to each other. Patroni makes them in a new cluster; one that was
 * copied from a server outside has none.
 */
final class InstanceRoles {
    private static final String REPLICATOR = "replicator";
    private static final String REWINDER = "rewind";

    /** What pg_rewind reads of another server's files. */
    private static final List<String> FUNCTIONS =
            List.of(
                    "pg_catalog.pg_ls_dir(text, boolean, boolean)",
                    "pg_catalog.pg_stat_file(text, boolean)",
                    "pg_catalog.pg_read_binary_file(text)",
                    "pg_catalog.pg_read_binary_file(text, bigint, bigint, boolean)");

    private static final String IS =
            """
            SELECT (SELECT rolcanlogin AND rolreplication FROM pg_authid
                WHERE rolname = 'replicator'),
              (SELECT rolcanlogin FROM pg_authid WHERE rolname = 'rewind'),
              (SELECT bool_and(has_function_privilege(r.oid, f::regprocedure, 'EXECUTE'))
                FROM pg_authid r, unnest(?) f WHERE r.rolname = 'rewind')
            """;

    private InstanceRoles() {}

    /** What makes them, or makes them as they should be; nothing where they are. */
    static List<SqlStatement> missing(SqlSession session) throws SQLException {
        return session.query(
                        IS,
                        row ->
                                missing(
                                        (Boolean) row.getObject(1),
                                        (Boolean) row.getObject(2),
                                        Boolean.TRUE.equals(row.getObject(3))),
                        FUNCTIONS)
                .getFirst();
    }

    private static List<SqlStatement> missing(Boolean replicates, Boolean rewinds, boolean reads) {
        List<SqlStatement> statements = new ArrayList<>();
        role(statements, REPLICATOR, replicates, "LOGIN REPLICATION");
        role(statements, REWINDER, rewinds, "LOGIN");
        if (!reads) {
            statements.add(
                    SqlStatement.plain(
                            RoleStatements.subject(REWINDER),
                            "",
                            FUNCTIONS.stream()
                                    .map(
                                            it ->
                                                    "GRANT EXECUTE ON FUNCTION %s TO %s"
                                                            .formatted(it, REWINDER))
                                    .toArray(String[]::new)));
        }
        return statements;
    }

    private static void role(
            List<SqlStatement> statements, String role, Boolean right, String attributes) {
        if (!Boolean.TRUE.equals(right)) {
            String subject = RoleStatements.subject(role);
            statements.add(
                    SqlStatement.plain(
                            subject,
                            subject + (right == null ? " made" : " may " + attributes),
                            "%s ROLE %s %s"
                                    .formatted(
                                            right == null ? "CREATE" : "ALTER", role, attributes)));
        }
    }
}
