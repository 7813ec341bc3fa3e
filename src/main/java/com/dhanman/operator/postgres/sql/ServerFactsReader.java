package com.dhanman.operator.postgres.sql;

import com.dhanman.operator.postgres.sql.ServerFacts.Archiver;
import com.dhanman.operator.postgres.sql.ServerFacts.Database;
import com.dhanman.operator.postgres.sql.ServerFacts.Replica;
import com.dhanman.operator.postgres.sql.ServerFacts.Slot;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads {@link ServerFacts} in one round trip. */
final class ServerFactsReader {
    private static final String NOW =
            "CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn()"
                    + " ELSE pg_current_wal_lsn() END";

    private static final String QUERIES =
            """
            SELECT current_setting('server_version'), s.system_identifier, %1$s,
              pg_is_in_recovery(), pg_postmaster_start_time(),
              CASE WHEN pg_is_in_recovery() THEN greatest(0, coalesce(
                pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()), 0)) ELSE 0 END,
              (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),
              current_setting('max_connections')
            FROM pg_control_system() s;
            SELECT usename, count(*) FROM pg_stat_activity
            WHERE backend_type = 'client backend' GROUP BY usename;
            SELECT slot_name, slot_type = 'logical', active, temporary,
              coalesce(pg_wal_lsn_diff(%2$s, restart_lsn), -1), wal_status
            FROM pg_replication_slots ORDER BY slot_name;
            SELECT application_name, coalesce(host(client_addr), ''), state, sync_state,
              coalesce(pg_wal_lsn_diff(%2$s, replay_lsn), -1),
              coalesce(extract(epoch FROM replay_lag), 0)
            FROM pg_stat_replication ORDER BY application_name;
            SELECT d.datname, pg_database_size(d.oid), coalesce(s.checksum_failures, 0)
            FROM pg_database d LEFT JOIN pg_stat_database s ON s.datid = d.oid
            WHERE NOT d.datistemplate ORDER BY d.datname;
            SELECT name FROM pg_settings WHERE pending_restart ORDER BY name;
            SELECT archived_count, failed_count, last_archived_time, last_failed_time
            FROM pg_stat_archiver WHERE current_setting('archive_mode') <> 'off'
            """
                    .formatted(CatalogReader.TIMELINE, NOW);

    private ServerFactsReader() {}

    static ServerFacts read(SqlSession session) throws SQLException {
        List<ServerFacts> head = new ArrayList<>();
        Map<String, Integer> sessions = new TreeMap<>();
        List<Slot> slots = new ArrayList<>();
        List<Replica> replicas = new ArrayList<>();
        List<Database> databases = new ArrayList<>();
        List<String> pending = new ArrayList<>();
        List<Archiver> archivers = new ArrayList<>();
        session.queries(
                QUERIES,
                List.of(
                        row -> head.add(head(row)),
                        row -> sessions.put(row.getString(1), row.getInt(2)),
                        row -> slots.add(slot(row)),
                        row -> replicas.add(replica(row)),
                        row ->
                                databases.add(
                                        new Database(
                                                row.getString(1), row.getLong(2), row.getLong(3))),
                        row -> pending.add(row.getString(1)),
                        row -> archivers.add(archiver(row))));
        return head.getFirst()
                .with(slots, replicas, databases)
                .with(sessions, pending, archivers.isEmpty() ? null : archivers.getFirst());
    }

    private static ServerFacts head(ResultSet row) throws SQLException {
        return new ServerFacts(
                row.getString(1),
                row.getString(2),
                row.getInt(3),
                row.getBoolean(4),
                instant(row.getTimestamp(5)),
                row.getLong(6),
                row.getInt(7),
                row.getInt(8),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null);
    }

    private static Slot slot(ResultSet row) throws SQLException {
        return new Slot(
                row.getString(1),
                row.getBoolean(2),
                row.getBoolean(3),
                row.getBoolean(4),
                row.getLong(5),
                row.getString(6));
    }

    private static Replica replica(ResultSet row) throws SQLException {
        return new Replica(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getLong(5),
                row.getDouble(6));
    }

    private static Archiver archiver(ResultSet row) throws SQLException {
        return new Archiver(
                row.getLong(1),
                row.getLong(2),
                instant(row.getTimestamp(3)),
                instant(row.getTimestamp(4)));
    }

    private static Instant instant(Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
