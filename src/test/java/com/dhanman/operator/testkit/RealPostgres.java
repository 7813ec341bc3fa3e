package com.dhanman.operator.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/**
 * A PostgreSQL 18 of its own on a free port of this machine. PostgreSQL refuses to be root, so a
 * root's tests run it as nobody. Where it cannot run, tests say so and are skipped.
 *
 * <p>{@code postgres} logs in without a password, everybody else by SCRAM.
 */
public final class RealPostgres implements AutoCloseable {
    private static final String NOBODY = "65534";
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Set<RealPostgres> RUNNING = ConcurrentHashMap.newKeySet();
    private static RealPostgres shared;
    private static final List<String> ADMISSION =
            List.of(
                    "local all all trust",
                    "host all postgres 127.0.0.1/32 trust",
                    "host replication postgres 127.0.0.1/32 trust",
                    "host all all 127.0.0.1/32 scram-sha-256");

    private final Path data;
    private final int port;

    private RealPostgres(Path data) {
        this.data = data;
        this.port = freePort();
    }

    /**
     * A server with nothing in it that all tests of a run use one after the other. It logs every
     * statement. Not to be stopped or closed.
     */
    public static synchronized RealPostgres shared() {
        if (shared == null) {
            shared = start("log_statement = 'all'", "log_min_duration_statement = 0");
        }
        shared.clear();
        return shared;
    }

    /** An empty server with settings beside those that make it small and quick. */
    public static RealPostgres start(String... settings) {
        RealPostgres server = new RealPostgres(copy(Binaries.folder().resolve("empty")));
        server.write("pg_hba.conf", ADMISSION);
        server.configure(
                "listen_addresses = '127.0.0.1'",
                "fsync = off",
                "shared_buffers = 16MB",
                "max_connections = 30",
                "password_encryption = scram-sha-256",
                "unix_socket_directories = ''");
        server.configure(settings);
        server.run();
        return server;
    }

    /** A server that follows this one, as it is now; this one is stopped for a moment. */
    public RealPostgres follower(String name) {
        return follower(name, "");
    }

    /** The same by a replication slot of this server. */
    public RealPostgres follower(String name, String slot) {
        stop();
        RealPostgres follower = new RealPostgres(copy(data));
        run();
        follower.configure(
                "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres application_name=%s'"
                        .formatted(port, name),
                "primary_slot_name = '%s'".formatted(slot));
        follower.write("standby.signal", List.of());
        follower.run();
        return follower;
    }

    public int port() {
        return port;
    }

    /** Folder that the server can read, for files that settings name. */
    public Path data() {
        return data;
    }

    /** Lets in whom these lines of pg_hba.conf let in, before all others. */
    public void admit(String... lines) {
        List<String> all = new ArrayList<>(List.of(lines));
        all.addAll(ADMISSION);
        write("pg_hba.conf", all);
        if (RUNNING.contains(this)) {
            control("reload");
        }
    }

    /** Adds settings, which a restart makes take effect. */
    public void configure(String... settings) {
        try {
            Path conf = data.resolve("postgresql.conf");
            List<String> lines = new ArrayList<>(Files.readAllLines(conf));
            lines.addAll(List.of(settings));
            Files.write(conf, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file that the server alone may read. */
    public void write(String file, List<String> lines) {
        try {
            Path path = Files.write(data.resolve(file), lines);
            Shell.run("chmod", "0600", path.toString());
            if (ROOT) {
                Shell.run("chown", NOBODY + ":" + NOBODY, path.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection as the superuser. */
    public Connection connect(String database) {
        try {
            return connect(database, "postgres", "");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A connection as anybody. */
    public Connection connect(String database, String user, String password) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(
                Map.of(
                        "PGHOST",
                        "127.0.0.1",
                        "PGPORT",
                        Integer.toString(port),
                        "PGDBNAME",
                        database,
                        "user",
                        user,
                        "password",
                        password,
                        "connectTimeout",
                        "10",
                        "socketTimeout",
                        "60"));
        String url =
                "jdbc:postgresql://127.0.0.1:%d/%s"
                        .formatted(port, URLEncoder.encode(database, StandardCharsets.UTF_8));
        return new org.postgresql.Driver().connect(url, properties);
    }

    /** Runs statements one by one, as the superuser. */
    public void execute(String database, String... statements) {
        try (Connection connection = connect(database);
                var statement = connection.createStatement()) {
            for (String text : statements) {
                statement.execute(text);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Rows of a query, values separated by '|'. */
    public List<String> query(String database, String query) {
        try (Connection connection = connect(database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            List<String> result = new ArrayList<>();
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    values.add(rows.getString(column));
                }
                result.add(String.join("|", values));
            }
            return result;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All that it has logged since it was made. */
    public String log() {
        try {
            return Files.readString(data.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void restart() {
        stop();
        run();
    }

    private void clear() {
        for (String database :
                query(
                        "postgres",
                        "SELECT quote_ident(datname) FROM pg_database WHERE oid >= 16384")) {
            execute("postgres", "DROP DATABASE " + database + " WITH (FORCE)");
        }
        for (String schema :
                query(
                        "postgres",
                        "SELECT quote_ident(nspname) FROM pg_namespace WHERE oid >= 16384 AND"
                                + " nspname !~ '^pg_'")) {
            execute("postgres", "DROP SCHEMA " + schema + " CASCADE");
        }
        for (String role :
                query("postgres", "SELECT quote_ident(rolname) FROM pg_roles WHERE oid >= 16384")) {
            execute("postgres", "DROP OWNED BY " + role, "DROP ROLE " + role);
        }
    }

    /** Makes a follower a server of its own. */
    public void promote() {
        control("promote");
    }

    public void stop() {
        if (RUNNING.remove(this)) {
            control("stop", "-m", "fast");
        }
    }

    @Override
    public void close() {
        stop();
        Shell.run("rm", "-rf", data.toString());
    }

    private void run() {
        control("start", "-l", data.resolve("log").toString(), "-o", "-p " + port, "-t", "120");
        RUNNING.add(this);
    }

    private void control(String... arguments) {
        List<String> all = new ArrayList<>(List.of("-D", data.toString(), "-s", "-w"));
        all.addAll(List.of(arguments));
        Binaries.run("pg_ctl", all.toArray(String[]::new));
    }

    private static Path copy(Path data) {
        Path copy = Binaries.folder().resolve("data-" + COUNT.incrementAndGet());
        Shell.run("cp", "-a", data.toString(), copy.toString());
        return copy;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** PostgreSQL's programs, unpacked once for all tests of a run. */
    private static final class Binaries {
        private static final String REASON;
        private static final Path FOLDER;

        static {
            Path folder = null;
            String reason = null;
            try {
                folder = unpack();
                reason = folder == null ? "no binaries of PostgreSQL for this platform" : null;
            } catch (IOException | IllegalStateException e) {
                reason = e.getMessage();
            }
            FOLDER = folder;
            REASON = reason;
        }

        static Path folder() {
            Assumptions.assumeTrue(REASON == null, "PostgreSQL cannot run here: " + REASON);
            return FOLDER;
        }

        static void run(String program, String... arguments) {
            run(folder(), program, arguments);
        }

        private static void remove(Path folder) {
            Set.copyOf(RUNNING).forEach(RealPostgres::stop);
            Shell.attempt("rm", "-rf", folder.toString());
        }

        private static void run(Path folder, String program, String... arguments) {
            List<String> command = new ArrayList<>();
            if (ROOT) {
                command.addAll(
                        List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"));
            }
            command.add(folder.resolve("bin").resolve(program).toString());
            command.addAll(List.of(arguments));
            Shell.run(command.toArray(String[]::new));
        }

        private static Path unpack() throws IOException {
            String machine = "aarch64".equals(System.getProperty("os.arch")) ? "arm_64" : "x86_64";
            String archive = "/postgres-linux-" + machine + ".txz";
            try (InputStream packed = RealPostgres.class.getResourceAsStream(archive)) {
                if (packed == null || !"Linux".equals(System.getProperty("os.name"))) {
                    return null;
                }
                Path folder = Files.createTempDirectory("postgres-");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
                Path file = folder.resolve("postgres.txz");
                Files.copy(packed, file);
                Shell.run("tar", "-C", folder.toString(), "-xJf", file.toString());
                if (ROOT) {
                    Shell.run("chown", "-R", NOBODY + ":" + NOBODY, folder.toString());
                }
                String empty = folder.resolve("empty").toString();
                run(folder, "initdb", "-U", "postgres", "-E", "UTF8", "--no-sync", "-D", empty);
                return folder;
            }
        }
    }
}
