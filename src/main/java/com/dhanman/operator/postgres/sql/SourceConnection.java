package com.dhanman.operator.postgres.sql;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.ssl.NonValidatingFactory;

/**
 * A connection to a server outside of the cluster, as libpq's {@code sslmode=prefer} makes it: by
 * TLS without looking at the certificate where the server has it, otherwise in the clear.
 *
 * @param encrypted whether it is by TLS
 */
record SourceConnection(Connection connection, boolean encrypted) implements AutoCloseable {
    private static final int ANSWER_SECONDS = 5;

    /** One by which a server is followed. */
    static SourceConnection replication(SourceServer server, SqlTimeouts timeouts)
            throws SQLException {
        Properties properties = properties(server, timeouts);
        properties.setProperty("replication", "true");
        properties.setProperty("preferQueryMode", "simple");
        return open(server, "", properties);
    }

    /** One to a database. */
    static SourceConnection database(SourceServer server, String database, SqlTimeouts timeouts)
            throws SQLException {
        Properties properties = properties(server, timeouts);
        properties.setProperty(
                "options", "-c search_path=pg_catalog -c default_transaction_read_only=on");
        return open(server, database, properties);
    }

    private static Properties properties(SourceServer server, SqlTimeouts timeouts) {
        String connect = Long.toString(timeouts.connect().toSeconds());
        Properties properties = new Properties();
        properties.setProperty("user", server.user());
        properties.setProperty("password", server.password().value());
        properties.setProperty("ApplicationName", "dhanman-operator");
        properties.setProperty("connectTimeout", connect);
        properties.setProperty("loginTimeout", connect);
        properties.setProperty("socketTimeout", Integer.toString(ANSWER_SECONDS));
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("assumeMinServerVersion", "10");
        return properties;
    }

    private static SourceConnection open(
            SourceServer server, String database, Properties properties) throws SQLException {
        try {
            return new SourceConnection(connect(server, database, properties, true), true);
        } catch (SQLException e) {
            // It has no TLS, or no line of pg_hba.conf for it.
            boolean plain =
                    "28000".equals(e.getSQLState())
                            || "08004".equals(e.getSQLState())
                            || isWithoutTls(e);
            if (!plain) {
                throw e;
            }
            return new SourceConnection(connect(server, database, properties, false), false);
        }
    }

    private static boolean isWithoutTls(SQLException e) {
        return String.valueOf(e.getMessage()).contains("SSL");
    }

    private static Connection connect(
            SourceServer server, String database, Properties base, boolean tls)
            throws SQLException {
        Properties properties = new Properties();
        properties.putAll(base);
        properties.setProperty("sslmode", tls ? "require" : "disable");
        if (tls) {
            properties.setProperty("sslfactory", NonValidatingFactory.class.getName());
        }
        String url =
                "jdbc:postgresql://%s/%s"
                        .formatted(
                                server.address(),
                                URLEncoder.encode(database, StandardCharsets.UTF_8));
        // Not by DriverManager, which does not see drivers of Quarkus' class loader.
        return new org.postgresql.Driver().connect(url, properties);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is gone then, which is what was wanted.
        }
    }
}
