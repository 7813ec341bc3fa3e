package com.dhanman.operator.postgres.sql;

import com.dhanman.operator.postgres.sql.SourceAnswer.Failed;
import com.dhanman.operator.postgres.sql.SourceAnswer.Told;
import com.dhanman.operator.postgres.sql.SourceFacts.Checks;
import com.dhanman.operator.postgres.sql.SourceFacts.Inside;
import com.dhanman.operator.postgres.sql.SourceFacts.Slot;
import com.dhanman.operator.postgres.sql.SourceFacts.Version;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;

/**
 * Asks a server outside of the cluster what one has to know to follow it, as one that follows it:
 * by its replication protocol, so that the same role, password and line of pg_hba.conf are tried
 * that the copy needs. Nothing is changed there. Blocks its thread, for no longer than its
 * time-outs.
 */
public final class SourceReader {
    /** What a standby must have at least as much of as the server that it follows. */
    static final List<String> SETTINGS =
            List.of(
                    "max_connections",
                    "max_locks_per_transaction",
                    "max_prepared_transactions",
                    "max_wal_senders",
                    "max_worker_processes");

    private static final int MAJOR = 18;
    private static final String UNSUPPORTED = "0A000";
    private static final String IN_USE = "55006";

    private static final String INSIDE =
            """
            SELECT ARRAY(SELECT pg_tablespace_location(oid) FROM pg_tablespace
                WHERE spcname NOT IN ('pg_default', 'pg_global') ORDER BY 1),
              EXISTS (SELECT FROM pg_roles
                WHERE rolname = 'postgres' AND rolsuper AND rolcanlogin)
            """;

    private final SqlTimeouts timeouts;

    public SourceReader(SqlTimeouts timeouts) {
        this.timeouts = timeouts;
    }

    /** All that is to be known before it is copied. */
    public SourceAnswer thoroughly(SourceServer server) {
        return ask(server, true);
    }

    /** Whether it is there, and how far its log is. */
    public SourceAnswer briefly(SourceServer server) {
        return ask(server, false);
    }

    private SourceAnswer ask(SourceServer server, boolean thoroughly) {
        try (SourceConnection session = SourceConnection.replication(server, timeouts)) {
            SourceFacts facts = identity(session);
            return new Told(
                    thoroughly && facts.version().major() == MAJOR
                            ? checked(server, session, facts)
                            : facts);
        } catch (SQLException e) {
            return new Failed(SourceTrouble.why(e), SourceTrouble.text(e));
        }
    }

    private static SourceFacts identity(SourceConnection session) throws SQLException {
        String number = show(session.connection(), "server_version_num");
        Version version =
                new Version(
                        Integer.parseInt(number) / 10_000,
                        show(session.connection(), "server_version"));
        try (Statement statement = session.connection().createStatement();
                ResultSet row = statement.executeQuery("IDENTIFY_SYSTEM")) {
            row.next();
            return new SourceFacts(
                    version,
                    session.encrypted(),
                    row.getString("systemid"),
                    row.getInt("timeline"),
                    LogSequenceNumber.valueOf(row.getString("xlogpos")).asLong(),
                    Optional.empty());
        }
    }

    private SourceFacts checked(SourceServer server, SourceConnection session, SourceFacts facts)
            throws SQLException {
        Connection connection = session.connection();
        Map<String, Integer> settings = new TreeMap<>();
        for (String name : SETTINGS) {
            settings.put(name, Integer.parseInt(show(connection, name)));
        }
        Checks checks =
                new Checks(
                        show(connection, "wal_level"),
                        show(connection, "in_hot_standby").equals("on"),
                        show(connection, "data_checksums").equals("on"),
                        settings,
                        show(connection, "wal_keep_size"),
                        hasSpareSenders(server),
                        server.slot() == null
                                ? Optional.empty()
                                : Optional.of(slot(server, connection, facts.position())),
                        inside(server));
        return new SourceFacts(
                facts.version(),
                facts.encrypted(),
                facts.systemIdentifier(),
                facts.timeline(),
                facts.position(),
                Optional.of(checks));
    }

    private static String show(Connection connection, String setting) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + setting)) {
            row.next();
            return row.getString(1);
        }
    }

    /** A copy takes two connections: one for the files, one for the log written meanwhile. */
    private boolean hasSpareSenders(SourceServer server) throws SQLException {
        try (SourceConnection second = SourceConnection.replication(server, timeouts)) {
            return true;
        } catch (SQLException e) {
            if (SourceTrouble.why(e) == SourceAnswer.Why.NO_SENDERS) {
                return false;
            }
            throw e;
        }
    }

    private static Slot slot(SourceServer server, Connection connection, long position)
            throws SQLException {
        boolean reserved;
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "READ_REPLICATION_SLOT " + Quoted.name(server.slot()))) {
            if (!row.next() || row.getString("slot_type") == null) {
                return Slot.MISSING;
            }
            reserved = row.getString("restart_lsn") != null;
        } catch (SQLException e) {
            if (UNSUPPORTED.equals(e.getSQLState())) {
                return Slot.LOGICAL;
            }
            throw e;
        }
        return usable(server, connection, position).orElse(reserved ? Slot.FREE : Slot.UNRESERVED);
    }

    /** Only who takes it learns whether it can be had. What is not confirmed stays as it was. */
    private static Optional<Slot> usable(SourceServer server, Connection connection, long position)
            throws SQLException {
        try {
            connection
                    .unwrap(PGConnection.class)
                    .getReplicationAPI()
                    .replicationStream()
                    .physical()
                    .withSlotName(server.slot())
                    .withStartPosition(LogSequenceNumber.valueOf(position))
                    .start()
                    .close();
            return Optional.empty();
        } catch (SQLException e) {
            if (SqlTrouble.isConnectionLost(e) || e.getSQLState() == null) {
                throw e;
            }
            return Optional.of(e.getSQLState().equals(IN_USE) ? Slot.ACTIVE : Slot.LOST);
        }
    }

    /** Empty where the role may follow, but not log in to a database. */
    private Optional<Inside> inside(SourceServer server) {
        try (SourceConnection session = SourceConnection.database(server, "postgres", timeouts);
                Statement statement = session.connection().createStatement();
                ResultSet row = statement.executeQuery(INSIDE)) {
            row.next();
            List<String> tablespaces = new ArrayList<>();
            for (Object folder : (Object[]) row.getArray(1).getArray()) {
                tablespaces.add(folder.toString());
            }
            return Optional.of(new Inside(List.copyOf(tablespaces), row.getBoolean(2)));
        } catch (SQLException e) {
            return Optional.empty();
        }
    }
}
