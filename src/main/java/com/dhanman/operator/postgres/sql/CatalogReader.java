package com.dhanman.operator.postgres.sql;

import com.dhanman.operator.postgres.sql.DropStatements.Session;
import com.dhanman.operator.postgres.sql.DropStatements.Tie;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads what a server has, no more than is asked for. */
final class CatalogReader {
    /** The timeline that is written is in the names of WAL files; pg_control lags behind it. */
    static final String TIMELINE =
            """
            CASE WHEN pg_is_in_recovery()
              THEN coalesce(
                (SELECT received_tli FROM pg_stat_wal_receiver),
                (SELECT timeline_id FROM pg_control_checkpoint()))
              ELSE ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::integer
            END\
            """;

    private static final String SERVER =
            "SELECT system_identifier, pg_is_in_recovery(), "
                    + TIMELINE
                    + " FROM pg_control_system()";

    private static final String ROLES =
            """
            SELECT r.rolname, r.rolcanlogin, r.rolcreatedb, r.rolconnlimit, r.rolpassword,
              r.rolvaliduntil < 'infinity',
              array_remove(ARRAY[
                CASE WHEN r.rolsuper THEN 'SUPERUSER' END,
                CASE WHEN r.rolcreaterole THEN 'CREATEROLE' END,
                CASE WHEN r.rolreplication THEN 'REPLICATION' END,
                CASE WHEN r.rolbypassrls THEN 'BYPASSRLS' END], NULL),
              (SELECT substr(setting, length('role=') + 1)
                 FROM pg_db_role_setting s, unnest(s.setconfig) setting
                 WHERE s.setrole = r.oid AND s.setdatabase = 0 AND setting LIKE 'role=%')
            FROM pg_authid r
            WHERE r.rolname = ANY (?) OR EXISTS (SELECT
              FROM pg_db_role_setting s, unnest(s.setconfig) setting, unnest(?) owner
              WHERE s.setrole = r.oid AND s.setdatabase = 0 AND setting = 'role=' || owner)
            """;

    private static final String MEMBERSHIPS =
            """
            SELECT g.rolname, m.rolname, b.rolname, a.inherit_option, a.set_option
            FROM pg_auth_members a
            JOIN pg_authid g ON g.oid = a.roleid
            JOIN pg_authid m ON m.oid = a.member
            JOIN pg_authid b ON b.oid = a.grantor
            WHERE m.rolname = ANY (?) ORDER BY 2, 1, 3
            """;

    private static final String DATABASES =
            """
            SELECT d.datname, o.rolname, d.datconnlimit, d.datallowconn,
              EXISTS (SELECT FROM aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
                WHERE a.grantee = 0 AND a.privilege_type = 'CONNECT'),
              ARRAY(SELECT g.rolname::text FROM aclexplode(d.datacl) a
                JOIN pg_authid g ON g.oid = a.grantee WHERE a.privilege_type = 'CONNECT')
            FROM pg_database d JOIN pg_authid o ON o.oid = d.datdba
            WHERE d.datname = ANY (?)
            """;

    private static final String USERS =
            """
            SELECT DISTINCT d.datname, r.rolname
            FROM pg_shdepend s
            JOIN pg_database d ON d.oid = s.dbid
            JOIN pg_authid r ON r.oid = s.refobjid
            WHERE s.refclassid = 'pg_authid'::regclass AND s.deptype IN ('o', 'a', 'r')
              AND NOT r.rolsuper AND d.datname = ANY (?)
            """;

    private static final String SESSIONS =
            """
            SELECT datname, usename, application_name, coalesce(host(client_addr), ''), count(*)
            FROM pg_stat_activity
            WHERE backend_type IN ('client backend', 'walsender') AND pid <> pg_backend_pid()
              AND (datname = ANY (?) OR usename = ANY (?))
            GROUP BY 1, 2, 3, 4
            """;

    /** Memberships go with a role, so they tie nothing. */
    private static final String TIES =
            """
            SELECT r.rolname, d.datname, bool_or(s.deptype = 'o'),
              coalesce(CASE WHEN s.classid = 'pg_database'::regclass
                THEN (SELECT o.datname FROM pg_database o WHERE o.oid = s.objid) END, '')
            FROM pg_shdepend s
            JOIN pg_authid r ON r.oid = s.refobjid
            LEFT JOIN pg_database d ON d.oid = s.dbid
            WHERE s.refclassid = 'pg_authid'::regclass
              AND s.classid <> 'pg_auth_members'::regclass AND r.rolname = ANY (?)
            GROUP BY 1, 2, 4
            """;

    private final SqlSession session;

    CatalogReader(SqlSession session) {
        this.session = session;
    }

    Catalog read(DesiredSql desired) throws SQLException {
        Set<String> names = desired.roleNames();
        Catalog server =
                session.query(
                                SERVER,
                                row ->
                                        new Catalog(
                                                new SqlOutcome.Server(
                                                        row.getString(1), row.getInt(3)),
                                                row.getBoolean(2),
                                                Map.of(),
                                                List.of(),
                                                Map.of()))
                        .getFirst();
        if (server.inRecovery()) {
            return server;
        }
        return new Catalog(
                server.server(),
                false,
                byName(
                        session.query(ROLES, CatalogReader::role, names, desired.absentRoles()),
                        Catalog.Role::name),
                session.query(MEMBERSHIPS, CatalogReader::membership, names),
                databases(desired.databaseNames()));
    }

    List<Session> sessions(Collection<String> databases, Collection<String> roles)
            throws SQLException {
        return session.query(
                SESSIONS,
                row ->
                        new Session(
                                row.getString(1),
                                row.getString(2),
                                Objects.requireNonNullElse(row.getString(3), ""),
                                row.getString(4),
                                row.getInt(5)),
                databases,
                roles);
    }

    List<Tie> ties(Collection<String> roles) throws SQLException {
        return session.query(
                TIES,
                row ->
                        new Tie(
                                row.getString(1),
                                row.getString(2),
                                row.getBoolean(3),
                                row.getString(4)),
                roles);
    }

    private Map<String, Catalog.Database> databases(Set<String> names) throws SQLException {
        List<Catalog.Database> found = session.query(DATABASES, CatalogReader::database, names);
        List<String> open =
                found.stream()
                        .filter(Catalog.Database::publicConnects)
                        .map(Catalog.Database::name)
                        .toList();
        Map<String, Set<String>> users = open.isEmpty() ? Map.of() : users(open);
        return byName(
                found.stream()
                        .map(it -> it.withUsers(users.getOrDefault(it.name(), Set.of())))
                        .toList(),
                Catalog.Database::name);
    }

    private Map<String, Set<String>> users(List<String> databases) throws SQLException {
        return session
                .query(USERS, row -> List.of(row.getString(1), row.getString(2)), databases)
                .stream()
                .collect(
                        Collectors.groupingBy(
                                List::getFirst,
                                Collectors.mapping(List::getLast, Collectors.toSet())));
    }

    private static Catalog.Role role(ResultSet row) throws SQLException {
        return new Catalog.Role(
                row.getString(1),
                row.getBoolean(2),
                row.getBoolean(3),
                row.getInt(4),
                texts(row.getArray(7)),
                row.getString(5),
                row.getBoolean(6),
                row.getString(8));
    }

    private static Catalog.Membership membership(ResultSet row) throws SQLException {
        return new Catalog.Membership(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getBoolean(4),
                row.getBoolean(5));
    }

    private static Catalog.Database database(ResultSet row) throws SQLException {
        return new Catalog.Database(
                row.getString(1),
                row.getString(2),
                row.getInt(3),
                row.getBoolean(4),
                row.getBoolean(5),
                new HashSet<>(texts(row.getArray(6))),
                Set.of());
    }

    private static List<String> texts(Array array) throws SQLException {
        List<String> texts = new ArrayList<>();
        for (Object text : (Object[]) array.getArray()) {
            texts.add(text.toString());
        }
        return texts;
    }

    private static <T> Map<String, T> byName(List<T> rows, Function<T, String> name) {
        return rows.stream().collect(Collectors.toMap(name, Function.identity()));
    }
}
