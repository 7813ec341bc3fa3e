package com.dhanman.operator.postgres.sql;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Properties;

/** A connection to one database as the superuser, that waits for nothing for long. */
final class SqlSession implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(5);

    /** What could keep a copy of a statement: the log, statistics, and the list of sessions. */
    private static final String SILENCE =
            """
            SET LOCAL log_statement = 'none';
            SET LOCAL log_duration = off;
            SET LOCAL log_min_duration_statement = -1;
            SET LOCAL log_min_duration_sample = -1;
            SET LOCAL log_transaction_sample_rate = 0;
            SET LOCAL log_min_error_statement = 'panic';
            SET LOCAL debug_print_parse = off;
            SET LOCAL debug_print_rewritten = off;
            SET LOCAL debug_print_plan = off;
            SET LOCAL track_activities = off;
            SET LOCAL pg_stat_statements.track_utility = off
            """;

    private final Connection connection;
    private final SqlTimeouts timeouts;

    private SqlSession(Connection connection, SqlTimeouts timeouts) {
        this.connection = connection;
        this.timeouts = timeouts;
    }

    static SqlSession open(SqlTarget target, String database, SqlTimeouts timeouts)
            throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("ApplicationName", "dhanman-operator");
        properties.setProperty("connectTimeout", seconds(timeouts.connect()));
        properties.setProperty("socketTimeout", seconds(timeouts.connect()));
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("assumeMinServerVersion", "18");
        properties.setProperty("options", options(timeouts));
        String ticket = null;
        if (target.tls() == null) {
            properties.setProperty("sslmode", "disable");
        } else {
            ticket = ContextSocketFactory.offer(target.tls());
            properties.setProperty("sslmode", "verify-ca");
            properties.setProperty("sslfactory", ContextSocketFactory.class.getName());
            properties.setProperty("sslfactoryarg", ticket);
        }
        try {
            // Not by DriverManager, which does not see drivers of Quarkus' class loader.
            Connection connection =
                    new org.postgresql.Driver().connect(url(target, database), properties);
            SqlSession session = new SqlSession(connection, timeouts);
            session.limit(timeouts.statement());
            return session;
        } finally {
            if (ticket != null) {
                ContextSocketFactory.withdraw(ticket);
            }
        }
    }

    private static String url(SqlTarget target, String database) {
        String host = target.host().contains(":") ? "[" + target.host() + "]" : target.host();
        return "jdbc:postgresql://%s:%d/%s"
                .formatted(
                        host, target.port(), URLEncoder.encode(database, StandardCharsets.UTF_8));
    }

    /**
     * Settings that stand before those of the server, the database and the role. Without a search
     * path, nothing that a user made can be called by mistake.
     */
    private static String options(SqlTimeouts timeouts) {
        return String.join(
                " ",
                "-c search_path=pg_catalog",
                "-c statement_timeout=" + timeouts.statement().toMillis(),
                "-c lock_timeout=" + timeouts.lock().toMillis(),
                "-c idle_in_transaction_session_timeout=" + timeouts.statement().toMillis(),
                "-c standard_conforming_strings=on",
                "-c lc_messages=C",
                "-c role=none");
    }

    <T> List<T> query(String text, RowReader<T> reader, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            for (int i = 0; i < values.length; i++) {
                set(statement, i + 1, values[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<T> result = new ArrayList<>();
                while (rows.next()) {
                    result.add(reader.read(rows));
                }
                return result;
            }
        }
    }

    /** Gives each result of several queries that are sent at once to its reader, in their order. */
    void queries(String text, List<RowReader<?>> readers) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean more = statement.execute(text);
            for (RowReader<?> reader : readers) {
                while (!more) {
                    if (statement.getUpdateCount() == -1) {
                        throw new SQLException("fewer results than readers");
                    }
                    more = statement.getMoreResults();
                }
                try (ResultSet rows = statement.getResultSet()) {
                    while (rows.next()) {
                        reader.read(rows);
                    }
                }
                more = statement.getMoreResults();
            }
        }
    }

    /**
     * Carries a change out.
     *
     * @return whether it is safe on as many servers as the cluster's settings demand
     */
    boolean execute(SqlStatement change) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            return switch (change.kind()) {
                case ALONE -> patiently(statement, change);
                case PLAIN, SECRET -> together(statement, change);
            };
        }
    }

    private boolean together(Statement statement, SqlStatement change) throws SQLException {
        connection.setAutoCommit(false);
        try {
            if (change.kind() == SqlStatement.Kind.SECRET) {
                statement.execute(SILENCE);
            }
            for (String text : change.texts()) {
                statement.execute(text);
            }
            connection.clearWarnings();
            connection.commit();
            return isReplicated(connection.getWarnings());
        } catch (SQLException e) {
            rollback(e);
            throw e;
        } finally {
            if (!connection.isClosed()) {
                connection.setAutoCommit(true);
            }
        }
    }

    private boolean patiently(Statement statement, SqlStatement change) throws SQLException {
        limit(timeouts.database());
        statement.execute("SET statement_timeout = " + timeouts.database().toMillis());
        try {
            boolean replicated = true;
            for (String text : change.texts()) {
                statement.execute(text);
                replicated &= isReplicated(statement.getWarnings());
            }
            return replicated;
        } finally {
            if (!connection.isClosed()) {
                statement.execute("RESET statement_timeout");
                limit(timeouts.statement());
            }
        }
    }

    private void rollback(SQLException cause) {
        try {
            if (!connection.isClosed()) {
                connection.rollback();
            }
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** A commit that gave up waiting for a replica has happened, and says so in a warning. */
    private static boolean isReplicated(SQLWarning warnings) {
        for (SQLWarning it = warnings; it != null; it = it.getNextWarning()) {
            if (it.getMessage().contains("canceling wait for synchronous replication")) {
                return false;
            }
        }
        return true;
    }

    /** The server gives up first; only where it does not answer at all is the socket closed. */
    private void limit(Duration longest) throws SQLException {
        connection.setNetworkTimeout(
                Runnable::run, Math.toIntExact(longest.plus(ANSWER).toMillis()));
    }

    private void set(PreparedStatement statement, int index, Object value) throws SQLException {
        if (value instanceof Collection<?> texts) {
            Array array = connection.createArrayOf("text", texts.toArray());
            statement.setArray(index, array);
        } else {
            statement.setObject(index, value);
        }
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.max(1, duration.toSeconds()));
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is gone then, which is what was wanted.
        }
    }

    /** Makes a value of a row. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
