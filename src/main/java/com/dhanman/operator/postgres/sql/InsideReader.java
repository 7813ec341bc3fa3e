package com.dhanman.operator.postgres.sql;

import com.dhanman.operator.postgres.sql.InsideStatements.Inside;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what is in a database. */
final class InsideReader {
    private static final String PUBLIC =
            """
            SELECT o.rolname,
              EXISTS (SELECT FROM aclexplode(n.nspacl) a
                WHERE a.grantee = 0 AND a.privilege_type = 'CREATE')
            FROM pg_namespace n JOIN pg_authid o ON o.oid = n.nspowner WHERE n.nspname = 'public'
            """;

    private static final String EXTENSIONS = "SELECT extname FROM pg_extension";

    private static final String AVAILABLE =
            """
            SELECT e.name, coalesce(v.schema, '')
            FROM pg_available_extensions() e
            LEFT JOIN pg_available_extension_versions() v
              ON v.name = e.name AND v.version = e.default_version
            """;

    private InsideReader() {}

    static Inside read(SqlSession session, DesiredDatabase database) throws SQLException {
        List<Inside> schema =
                session.query(
                        PUBLIC,
                        row -> new Inside(row.getString(1), row.getBoolean(2), Set.of(), Map.of()));
        Inside is =
                schema.isEmpty() ? new Inside(null, false, Set.of(), Map.of()) : schema.getFirst();
        if (database.extensions().isEmpty()) {
            return is;
        }
        Set<String> extensions = new HashSet<>(session.query(EXTENSIONS, row -> row.getString(1)));
        Map<String, String> available = new HashMap<>();
        if (!extensions.containsAll(database.extensions())) {
            session.query(AVAILABLE, row -> available.put(row.getString(1), row.getString(2)));
        }
        return new Inside(is.publicOwner(), is.publicOpen(), extensions, available);
    }
}
