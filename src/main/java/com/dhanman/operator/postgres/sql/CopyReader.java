package com.dhanman.operator.postgres.sql;

import com.dhanman.operator.kernel.Finding;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Looks at a copy of a server outside of the cluster, which is a standby until it is promoted.
 * Nothing is written. Blocks its thread, for no longer than its time-outs.
 */
public final class CopyReader {
    private static final String PROGRESS =
            """
            SELECT pg_is_in_recovery(),
              coalesce((SELECT status = 'streaming' FROM pg_stat_wal_receiver), false),
              pg_wal_lsn_diff(pg_last_wal_receive_lsn(), '0/0'),
              pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0'),
              extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()),
              (SELECT pg_wal_lsn_diff(latest_end_lsn, '0/0') FROM pg_stat_wal_receiver)
            """;

    /** Databases that are sorted by rules of another version than those of this system. */
    private static final String SORTED_OTHERWISE =
            """
            SELECT datname, datcollversion, pg_database_collation_actual_version(oid)
            FROM pg_database
            WHERE datcollversion <> pg_database_collation_actual_version(oid) AND datallowconn
            ORDER BY datname
            """;

    private static final String DATABASES =
            "SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate"
                    + " ORDER BY datname";

    private static final String MISSING =
            """
            SELECT extname FROM pg_extension
            WHERE extname NOT IN (SELECT name FROM pg_available_extensions) ORDER BY extname
            """;

    private static final String WEAK =
            """
            SELECT rolname FROM pg_authid
            WHERE rolcanlogin AND rolpassword LIKE 'md5%' ORDER BY rolname
            """;

    private final SqlTimeouts timeouts;

    public CopyReader(SqlTimeouts timeouts) {
        this.timeouts = timeouts;
    }

    /** How far it is; empty where it cannot be asked now. */
    public Optional<CopyFacts> progress(SqlTarget target) {
        try (SqlSession session = SqlSession.open(target, PoolerLookup.DATABASE, timeouts)) {
            return session.query(PROGRESS, CopyReader::progress).stream().findFirst();
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    /**
     * What is different here from where it was made, and matters.
     *
     * @return warnings; empty where it cannot be asked now
     */
    public Optional<List<Finding>> differences(SqlTarget target) {
        List<Finding> findings = new ArrayList<>();
        List<String> databases;
        try (SqlSession session = SqlSession.open(target, PoolerLookup.DATABASE, timeouts)) {
            databases = session.query(DATABASES, row -> row.getString(1));
            List<String> otherwise =
                    session.query(
                            SORTED_OTHERWISE,
                            row ->
                                    "%s (%s, here %s)"
                                            .formatted(
                                                    row.getString(1),
                                                    row.getString(2),
                                                    row.getString(3)));
            if (!otherwise.isEmpty()) {
                findings.add(sortedOtherwise(otherwise));
            }
            List<String> weak = session.query(WEAK, row -> row.getString(1));
            if (!weak.isEmpty()) {
                findings.add(weak(weak));
            }
        } catch (SQLException e) {
            return Optional.empty();
        }
        databases.forEach(it -> inside(target, it).ifPresent(findings::add));
        return Optional.of(List.copyOf(findings));
    }

    private Optional<Finding> inside(SqlTarget target, String database) {
        String subject = DatabaseStatements.subject(database);
        try (SqlSession session = SqlSession.open(target, database, timeouts)) {
            List<String> missing = session.query(MISSING, row -> row.getString(1));
            return missing.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            Finding.warning(
                                    "ExtensionMissing",
                                    subject,
                                    "it uses extensions that the image does not have: "
                                            + String.join(", ", missing),
                                    "Set spec.image to an image that has them, or drop them on the"
                                            + " server before the promotion"));
        } catch (SQLException e) {
            return SqlTrouble.isPassing(e)
                    ? Optional.empty()
                    : Optional.of(
                            Finding.warning(
                                    "DatabaseUnreadable",
                                    subject,
                                    "nobody can connect to the copy: " + SqlTrouble.text(e),
                                    "Where a locale is missing, set spec.image to an image that"
                                            + " has it"));
        }
    }

    private static Finding sortedOtherwise(List<String> databases) {
        return Finding.warning(
                "SortedOtherwise",
                "databases " + String.join(", ", databases),
                "texts are sorted by another version of the C library than where they were"
                        + " written, so that indexes on texts may miss rows",
                "After the promotion, in each: REINDEX DATABASE; then ALTER DATABASE ... REFRESH"
                        + " COLLATION VERSION");
    }

    private static Finding weak(List<String> roles) {
        return Finding.warning(
                "PasswordsTooOld",
                "roles " + String.join(", ", roles),
                "their passwords are stored as MD5, by which nobody gets in here",
                "List them in spec.roles, or set each password anew on the server: SET"
                        + " password_encryption = 'scram-sha-256'; ALTER ROLE ... PASSWORD ...");
    }

    private static CopyFacts progress(ResultSet row) throws SQLException {
        double behind = row.getDouble(5);
        OptionalDouble seconds =
                row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(Math.max(0, behind));
        return new CopyFacts(
                row.getBoolean(1),
                row.getBoolean(2),
                position(row, 3),
                position(row, 4),
                seconds,
                position(row, 6));
    }

    private static OptionalLong position(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
