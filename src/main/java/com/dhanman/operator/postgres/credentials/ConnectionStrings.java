package com.dhanman.operator.postgres.credentials;

import com.dhanman.operator.postgres.ClusterNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How clients of a database connect, in the forms that their drivers read. All verify the server
 * and its name. The figures are such that a client notices within seconds that a server died.
 *
 * <p>Parameters: <a href="https://www.npgsql.org/doc/connection-string-parameters.html">Npgsql</a>,
 * <a href="https://jdbc.postgresql.org/documentation/use/">pgjdbc</a>, <a
 * href="https://www.postgresql.org/docs/18/libpq-connect.html">libpq</a>.
 */
public final class ConnectionStrings {
    /** Where a client's container has the authority's certificate. */
    public static final String AUTHORITY_DIRECTORY = "/etc/dhanman/postgres";

    public static final String AUTHORITY_FILE = AUTHORITY_DIRECTORY + "/ca.crt";

    /** Connections of a pool where a service says no other number. */
    public static final int POOL_SIZE = 20;

    private static final int WARM_CONNECTIONS = 2;

    /** How long an attempt to connect takes at most; a dead node's address does not answer. */
    private static final int CONNECT_SECONDS = 5;

    private static final int KEEPALIVE_SECONDS = 5;
    private static final int POOLED_IDLE_SECONDS = 30;

    /** Less than a pod of the pooler waits for clients to leave. */
    public static final int POOLED_LIFE_SECONDS = 60;

    private static final int PORT = ClusterNames.POSTGRES_PORT;

    private final DatabaseTarget target;
    private final Login login;

    public ConnectionStrings(DatabaseTarget target, Login login) {
        this.target = target;
        this.login = login;
    }

    /** For .NET: reads and writes. */
    public String npgsql() {
        return keywords(npgsql(List.of(target.primary())));
    }

    /**
     * For .NET: reads and writes through the pooler's connections.
     *
     * <p>A pod of the pooler that is to end waits for its clients to leave. So connections do not
     * get older than it waits, nor is one kept that nobody needs.
     */
    public Optional<String> npgsqlPooler() {
        return target.poolerHost()
                .map(
                        host -> {
                            Map<String, Object> parameters = npgsql(List.of(host));
                            parameters.put("Minimum Pool Size", 0);
                            parameters.put("Connection Idle Lifetime", POOLED_IDLE_SECONDS);
                            parameters.put("Connection Lifetime", POOLED_LIFE_SECONDS);
                            if (target.pooledByTransaction()) {
                                // Nothing of a session outlives its transactions, so there is
                                // nothing to reset.
                                parameters.put("No Reset On Close", "true");
                            }
                            return keywords(parameters);
                        });
    }

    /** For .NET: reads from a replica, or from the primary while there is none. */
    public String npgsqlReadOnly() {
        // Npgsql refuses Target Session Attributes where there is only one host.
        Map<String, Object> parameters =
                npgsql(List.of(target.replicas(), target.primary()).stream().distinct().toList());
        parameters.put("Target Session Attributes", "prefer-standby");
        return keywords(parameters);
    }

    /** For .NET: finds the primary among all instances, without Services. */
    public String npgsqlMultiHost() {
        Map<String, Object> parameters = npgsql(target.instanceHosts());
        if (target.instanceHosts().size() > 1) {
            parameters.put("Target Session Attributes", "read-write");
        }
        return keywords(parameters);
    }

    /** For Java: reads and writes. */
    public String jdbc() {
        return jdbc(List.of(target.primary()), jdbcParameters());
    }

    /** For Java: reads and writes through the pooler's connections. */
    public Optional<String> jdbcPooler() {
        return target.poolerHost().map(host -> jdbc(List.of(host), jdbcParameters()));
    }

    /** For Java: reads from a replica, or from the primary while there is none. */
    public String jdbcReadOnly() {
        Map<String, Object> parameters = jdbcParameters();
        parameters.put("targetServerType", "preferSecondary");
        return jdbc(List.of(target.replicas(), target.primary()), parameters);
    }

    /** For everything else: reads and writes. */
    public String uri() {
        return uri(target.primary());
    }

    /** For everything else: reads and writes through the pooler's connections. */
    public Optional<String> uriPooler() {
        return target.poolerHost().map(this::uri);
    }

    /** For everything else: reads. One host, since not every driver understands several. */
    public String uriReadOnly() {
        return uri(target.readHost());
    }

    /** For psql and all that libpq is in: a file for {@code PGPASSFILE}. */
    public String pgpass() {
        Stream<String> hosts =
                Stream.concat(
                        Stream.of(target.primary(), target.replicas(), target.anyInstance()),
                        Stream.concat(
                                target.poolerHost().stream(), target.instanceHosts().stream()));
        return hosts.map(
                        host ->
                                Stream.of(
                                                host,
                                                Integer.toString(PORT),
                                                target.database(),
                                                login.username(),
                                                login.password())
                                        .map(it -> it.replace("\\", "\\\\").replace(":", "\\:"))
                                        .collect(Collectors.joining(":", "", "\n")))
                .collect(Collectors.joining());
    }

    private Map<String, Object> npgsql(List<String> hosts) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("Host", String.join(",", hosts));
        parameters.put("Port", PORT);
        parameters.put("Database", target.database());
        parameters.put("Username", login.username());
        parameters.put("Password", login.password());
        parameters.put("SSL Mode", "VerifyFull");
        parameters.put("Root Certificate", AUTHORITY_FILE);
        parameters.put("Maximum Pool Size", POOL_SIZE);
        parameters.put("Minimum Pool Size", WARM_CONNECTIONS);
        parameters.put("Connection Idle Lifetime", 300);
        parameters.put("Connection Pruning Interval", 10);
        parameters.put("Timeout", CONNECT_SECONDS);
        // Asks idle connections of the pool whether they live, and TCP those that wait for an
        // answer; without them a connection to a node that is gone stays for a quarter of an hour.
        parameters.put("Keepalive", KEEPALIVE_SECONDS);
        parameters.put("Tcp Keepalive", "true");
        parameters.put("Tcp Keepalive Time", KEEPALIVE_SECONDS);
        parameters.put("Tcp Keepalive Interval", 1);
        return parameters;
    }

    private static String keywords(Map<String, Object> parameters) {
        return parameters.entrySet().stream()
                .map(it -> it.getKey() + "=" + quoted(it.getValue().toString()))
                .collect(Collectors.joining(";"));
    }

    /** As .NET's DbConnectionStringBuilder quotes. */
    private static String quoted(String value) {
        if (value.matches("[^\"'=;\\s\\p{Cc}\\p{Z}]*")) {
            return value;
        }
        return value.contains("\"") && !value.contains("'")
                ? "'" + value + "'"
                : "\"" + value.replace("\"", "\"\"") + "\"";
    }

    private Map<String, Object> jdbcParameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("user", login.username());
        parameters.put("password", login.password());
        parameters.put("sslmode", "verify-full");
        parameters.put("sslrootcert", AUTHORITY_FILE);
        parameters.put("connectTimeout", CONNECT_SECONDS);
        parameters.put("tcpKeepAlive", "true");
        return parameters;
    }

    private String jdbc(List<String> hosts, Map<String, Object> parameters) {
        return hosts.stream()
                        .distinct()
                        .map(host -> host + ":" + PORT)
                        .collect(Collectors.joining(",", "jdbc:postgresql://", "/"))
                + encoded(target.database())
                + query(parameters);
    }

    /**
     * Only parameters that all drivers know: some send those that they do not know to the server,
     * which then refuses the connection.
     */
    private String uri(String host) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("sslmode", "verify-full");
        parameters.put("sslrootcert", AUTHORITY_FILE);
        parameters.put("connect_timeout", CONNECT_SECONDS);
        return "postgresql://%s:%s@%s:%d/%s%s"
                .formatted(
                        encoded(login.username()),
                        encoded(login.password()),
                        host,
                        PORT,
                        encoded(target.database()),
                        query(parameters));
    }

    private static String query(Map<String, Object> parameters) {
        List<String> pairs = new ArrayList<>();
        parameters.forEach(
                (name, value) ->
                        pairs.add(name + "=" + encoded(value.toString()).replace("%2F", "/")));
        return "?" + String.join("&", pairs);
    }

    /** Percent-encoding of everything that could mean something, as RFC 3986 has it. */
    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || "-._~".indexOf(c) >= 0;
            encoded.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return encoded.toString();
    }
}
