package com.dhanman.operator.postgres.sql;

import java.sql.SQLException;
import java.util.List;

/**
 * How PgBouncer learns verifiers: as {@code dhanman_pooler}, by {@link #QUERY}. The function is in
 * one database that belongs to the operator, not in each of the user's: there it would be in every
 * dump, and in reach of the database's owner. It tells nothing of superusers and of those who
 * replicate.
 */
public final class PoolerLookup {
    public static final String DATABASE = "postgres";
    public static final String QUERY = "SELECT name, verifier FROM dhanman_pooler.lookup($1)";

    private static final String BODY =
            "SELECT rolname::text, CASE WHEN rolvaliduntil < now() THEN NULL ELSE rolpassword END"
                    + " FROM pg_catalog.pg_authid WHERE rolname = wanted AND rolcanlogin"
                    + " AND NOT rolsuper AND NOT rolreplication";

    private static final String IS =
            """
            SELECT p.prosrc = ? AND p.prosecdef AND o.rolname = 'postgres'
              AND p.proconfig = ARRAY['search_path=pg_catalog, pg_temp']
              AND has_schema_privilege('dhanman_pooler', n.oid, 'USAGE')
              AND has_function_privilege('dhanman_pooler', p.oid, 'EXECUTE')
              AND NOT EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                WHERE a.grantee = 0)
            FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
            JOIN pg_authid o ON o.oid = p.proowner
            WHERE n.nspname = 'dhanman_pooler' AND p.proname = 'lookup'
              AND EXISTS (SELECT FROM pg_authid WHERE rolname = 'dhanman_pooler')
            """;

    private PoolerLookup() {}

    static boolean isThere(SqlSession session) throws SQLException {
        List<Boolean> right = session.query(IS, row -> row.getBoolean(1), BODY);
        return right.equals(List.of(true));
    }

    static SqlStatement make() {
        String function = "dhanman_pooler.lookup(text)";
        return SqlStatement.plain(
                "function " + function,
                "function " + function + " made",
                "CREATE SCHEMA IF NOT EXISTS dhanman_pooler",
                "DROP FUNCTION IF EXISTS " + function,
                "CREATE FUNCTION dhanman_pooler.lookup(wanted text, OUT name text, OUT verifier text)"
                        + " RETURNS SETOF record LANGUAGE sql STABLE SECURITY DEFINER"
                        + " SET search_path = pg_catalog, pg_temp AS "
                        + Quoted.text(BODY),
                "REVOKE ALL ON FUNCTION " + function + " FROM PUBLIC",
                "GRANT EXECUTE ON FUNCTION " + function + " TO dhanman_pooler",
                "GRANT USAGE ON SCHEMA dhanman_pooler TO dhanman_pooler");
    }
}
