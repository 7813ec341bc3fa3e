package com.dhanman.operator.postgres.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dhanman.operator.testkit.RealPostgres;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Roles and databases of a real PostgreSQL become as declared, and then are left alone. */
class SqlConvergenceTest {
    private static final String DHANMAN =
            """
            databases:
            - {name: qa-dhanman-common, owner: dhanman_user, extensions: [pg_trgm, earthdistance]}
            - {name: qa-dhanman-sales, owner: dhanman_user, connectionLimit: 7}
            - {name: hangfire}
            roles:
            - {name: reports, memberOf: [pg_read_all_data], connectionLimit: 3}
            - {name: migrations, memberOf: [dhanman_user], createDatabase: true}
            - {name: group_of_people, login: false}
            """;
    private static final String[] PASSWORDS = {
        "dhanman_user",
        "secret-1",
        "hangfire",
        "secret-2",
        "reports",
        "secret-3",
        "migrations",
        "secret-4"
    };

    private RealPostgres server;

    @BeforeEach
    void start() {
        server = RealPostgres.shared();
    }

    @Test
    void makesAllAndThenSendsNothing() {
        SqlOutcome first = Sqls.converge(server, DHANMAN, PASSWORDS);

        assertThat(first.findings()).isEmpty();
        assertThat(first.failures()).isEmpty();
        assertThat(first.changes())
                .contains(
                        "role dhanman_user made",
                        "role dhanman_user has another password now",
                        "role reports made",
                        "role reports made a member of pg_read_all_data",
                        "database qa-dhanman-common made, owned by dhanman_user",
                        "extension pg_trgm in database qa-dhanman-common made")
                .noneMatch(text -> text.contains("secret"));
        hasAll();
        int logged = server.log().length();
        SqlOutcome second = Sqls.converge(server, DHANMAN, PASSWORDS);

        assertThat(second.changes()).isEmpty();
        assertThat(second.complete()).isTrue();
        assertThat(server.log().substring(logged))
                .doesNotContainPattern(
                        "(?i)(execute|statement).*: *(alter|create|grant|revoke|drop) ");
        String log = server.log();
        assertThat(log.contains("PASSWORD 'SCRAM") || log.contains("secret-"))
                .as("a verifier or a password is in the log")
                .isFalse();
    }

    private void hasAll() {
        assertThat(
                        server.query(
                                "postgres",
                                "SELECT datname, pg_get_userbyid(datdba), datconnlimit FROM"
                                        + " pg_database WHERE NOT datistemplate ORDER BY 1"))
                .containsExactly(
                        "hangfire|hangfire|-1",
                        "postgres|postgres|-1",
                        "qa-dhanman-common|dhanman_user|-1",
                        "qa-dhanman-sales|dhanman_user|7");
        assertThat(
                        server.query(
                                "postgres",
                                "SELECT rolname, rolcanlogin, rolcreatedb, rolconnlimit,"
                                        + " rolpassword LIKE 'SCRAM-SHA-256$%' FROM pg_authid"
                                        + " WHERE rolname !~ '^pg_|^postgres' ORDER BY 1"))
                .containsExactly(
                        "dhanman_user|t|f|-1|t",
                        "group_of_people|f|f|-1|null",
                        "hangfire|t|f|-1|t",
                        "migrations|t|t|-1|t",
                        "reports|t|f|3|t");
        // earthdistance needs cube.
        assertThat(server.query("qa-dhanman-common", "SELECT extname FROM pg_extension ORDER BY 1"))
                .containsExactly("cube", "earthdistance", "pg_trgm", "plpgsql");
    }

    @Test
    void changesBackWhatSomebodyChanged() {
        Sqls.converge(server, DHANMAN, PASSWORDS);
        server.execute(
                "postgres",
                "ALTER ROLE reports NOLOGIN CREATEDB CONNECTION LIMIT 9",
                "ALTER ROLE migrations NOCREATEDB PASSWORD NULL",
                "ALTER ROLE group_of_people LOGIN",
                "REVOKE pg_read_all_data FROM reports",
                "GRANT dhanman_user, pg_monitor TO reports",
                "ALTER ROLE dhanman_user PASSWORD 'by-hand'",
                "ALTER DATABASE \"qa-dhanman-sales\" CONNECTION LIMIT -1",
                "ALTER DATABASE hangfire OWNER TO reports",
                "GRANT CONNECT ON DATABASE hangfire TO PUBLIC",
                "REVOKE CONNECT ON DATABASE hangfire FROM pg_read_all_data");
        server.execute("qa-dhanman-common", "DROP EXTENSION pg_trgm");

        SqlOutcome outcome = Sqls.converge(server, DHANMAN, PASSWORDS);

        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.changes())
                .containsExactlyInAnyOrder(
                        "role group_of_people changed to NOLOGIN",
                        "role migrations changed to CREATEDB",
                        "role reports changed to LOGIN NOCREATEDB CONNECTION LIMIT 3",
                        "role reports made a member of pg_read_all_data",
                        "role reports no longer a member of dhanman_user",
                        "role reports no longer a member of pg_monitor",
                        "role dhanman_user has another password now",
                        "role migrations has another password now",
                        "database hangfire is owned by hangfire now; what reports has made in it"
                                + " stays reports's",
                        "database hangfire: its owner and members of it may connect, everybody"
                                + " else no longer",
                        "database qa-dhanman-sales changed to CONNECTION LIMIT 7",
                        "extension pg_trgm in database qa-dhanman-common made");
        assertThat(Sqls.converge(server, DHANMAN, PASSWORDS).changes()).isEmpty();
    }

    @Test
    void lettersOnlyThoseInWhoMayRead() throws SQLException {
        Sqls.converge(server, DHANMAN, PASSWORDS);

        server.connect("qa-dhanman-common", "dhanman_user", "secret-1").close();
        server.connect("qa-dhanman-sales", "migrations", "secret-4").close();
        server.connect("qa-dhanman-sales", "reports", "secret-3").close();
        assertThatThrownBy(() -> server.connect("qa-dhanman-common", "dhanman_user", "wrong"))
                .hasMessageContaining("password authentication failed");
        assertThatThrownBy(() -> server.connect("qa-dhanman-common", "hangfire", "secret-2"))
                .hasMessageContaining("permission denied for database");
        try (var connection = server.connect("hangfire", "hangfire", "secret-2");
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE jobs (id int)");
        }
        try (var connection = server.connect("hangfire", "reports", "secret-3");
                var statement = connection.createStatement()) {
            statement.executeQuery("SELECT * FROM jobs");
            assertThatThrownBy(() -> statement.execute("CREATE TABLE mine (id int)"))
                    .hasMessageContaining("permission denied for schema public");
        }
    }

    @Test
    void dropsNothingThatIsTakenOffTheList() {
        Sqls.converge(server, "databases: [{name: forgotten}]", "forgotten", "x");

        SqlOutcome outcome = Sqls.converge(server, "roles: []");

        assertThat(outcome.complete()).isTrue();
        assertThat(outcome.changes()).isEmpty();
        assertThat(
                        server.query(
                                "postgres",
                                "SELECT datname FROM pg_database WHERE datname = 'forgotten'"))
                .hasSize(1);
    }

    @Test
    void namesExtensionsThatSomebodyMayHaveMeant() {
        String yaml =
                """
                databases:
                - {name: geo, extensions: [postgis, pgtrgm, uuid_ossp, pg_trgm]}
                """;

        SqlOutcome outcome = Sqls.converge(server, yaml, "geo", "x");

        assertThat(Sqls.reasons(outcome.findings()))
                .isEqualTo(
                        "ExtensionUnavailable extension pgtrgm in database geo;"
                                + " ExtensionUnavailable extension postgis in database geo;"
                                + " ExtensionUnavailable extension uuid_ossp in database geo");
        assertThat(outcome.findings().get(0).remedy()).startsWith("Did you mean `pg_trgm`?");
        assertThat(outcome.findings().get(1).remedy()).startsWith("Use an image that has it");
        assertThat(outcome.findings().get(2).remedy()).startsWith("Did you mean `uuid-ossp`?");
        assertThat(server.query("geo", "SELECT extname FROM pg_extension ORDER BY 1"))
                .contains("pg_trgm");
    }

    @Test
    void takesAnyName() throws SQLException {
        List<String> names =
                List.of(
                        "Upper-Case",
                        "o'neil",
                        "say \"hi\"",
                        "semi;colon -- drop",
                        "back\\slash",
                        "q?mark {d}",
                        "$1 $$ dollar",
                        "müller_日本",
                        "new\nline",
                        " ");
        String yaml =
                names.stream()
                        .map(SqlConvergenceTest::json)
                        .map(
                                name ->
                                        "- {name: %s, owner: %s, extensions: [uuid-ossp], connectionLimit: 5}"
                                                .formatted(name, name))
                        .collect(Collectors.joining("\n", "databases:\n", "\n"));
        String[] passwords =
                names.stream().flatMap(name -> Stream.of(name, "pass")).toArray(String[]::new);

        SqlOutcome outcome = Sqls.converge(server, yaml, passwords);

        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.failures()).isEmpty();
        assertThat(server.query("postgres", "SELECT datname FROM pg_database")).containsAll(names);
        for (String name : names) {
            try (var connection = server.connect(name, name, "pass")) {
                assertThat(connection.getCatalog()).isEqualTo(name);
            }
        }
        assertThat(Sqls.converge(server, yaml, passwords).changes()).isEmpty();
        String absent = yaml.replace("connectionLimit: 5", "ensure: Absent");
        assertThat(Sqls.converge(server, absent).changes()).hasSize(names.size());
    }

    private static String json(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    @Test
    void saysWhatPostgresRefuses() {
        String circle =
                """
                roles:
                - {name: hen, login: false, memberOf: [egg]}
                - {name: egg, login: false, memberOf: [hen]}
                - {name: chick, login: false, memberOf: [dinosaur]}
                """;

        SqlOutcome outcome = Sqls.converge(server, circle);

        assertThat(Sqls.reasons(outcome.findings()))
                .isEqualTo("RoleMissing role chick; Refused role hen");
        assertThat(outcome.findings().get(1).message()).contains("is a member of role");
        assertThat(outcome.complete()).isFalse();
        assertThat(outcome.again()).isFalse();
    }
}
