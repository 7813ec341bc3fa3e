package com.dhanman.operator.postgres.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.testkit.RealPostgres;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is declared absent goes, as long as nobody uses it and nothing is lost unasked. */
class SqlDropTest {
    private static final String PRESENT =
            """
            databases: [{name: old, owner: keeper}]
            roles: [{name: leaver}]
            """;
    private static final String ABSENT =
            """
            databases: [{name: old, ensure: Absent}]
            roles: [{name: leaver, ensure: Absent}]
            """;

    private RealPostgres server;

    @BeforeEach
    void start() {
        server = RealPostgres.shared();
        assertThat(Sqls.converge(server, PRESENT, "keeper", "x", "leaver", "y").complete())
                .isTrue();
    }

    @Test
    void dropsWhatIsDeclaredAbsent() {
        assertThat(Sqls.converge(server, ABSENT).changes())
                .containsExactly("database old dropped", "role leaver dropped");
        assertThat(Sqls.converge(server, ABSENT).changes()).isEmpty();
        assertThat(
                        server.query(
                                "postgres",
                                "SELECT rolname FROM pg_roles WHERE rolname = 'keeper'"))
                .as("the owner was not declared absent")
                .hasSize(1);
    }

    @Test
    void leavesWhatSomebodyUsesAndSaysWho() throws SQLException {
        server.execute("postgres", "GRANT CONNECT ON DATABASE old TO leaver");
        try (var first = server.connect("old", "keeper", "x");
                var second = server.connect("old", "keeper", "x");
                var third = server.connect("postgres", "leaver", "y");
                var statement = third.createStatement()) {
            statement.execute("SET application_name = 'monthly report'");

            SqlOutcome outcome = Sqls.converge(server, ABSENT);

            assertThat(outcome.changes()).isEmpty();
            assertThat(outcome.complete()).isFalse();
            assertThat(outcome.again()).isTrue();
            assertThat(Sqls.reasons(outcome.findings()))
                    .isEqualTo("DatabaseInUse database old; RoleInUse role leaver");
            assertThat(outcome.findings().get(0).message())
                    .isEqualTo(
                            "it is to be dropped and has sessions: keeper from 127.0.0.1"
                                    + " (PostgreSQL JDBC Driver) x2");
            assertThat(outcome.findings().get(1).message())
                    .endsWith("leaver from 127.0.0.1 (monthly report)");
        }
        Sqls.ended(server);

        assertThat(Sqls.converge(server, ABSENT).changes())
                .as("a right to connect does not keep a role")
                .containsExactly("database old dropped", "role leaver dropped");
    }

    @Test
    void keepsRolesThatOwnSomething() {
        server.execute("old", "CREATE SCHEMA mine AUTHORIZATION leaver");
        server.execute("postgres", "CREATE DATABASE theirs OWNER leaver");
        String roleOnly = "roles: [{name: leaver, ensure: Absent}]";

        SqlOutcome outcome = Sqls.converge(server, roleOnly);

        assertThat(Sqls.reasons(outcome.findings())).isEqualTo("RoleOwnsObjects role leaver");
        assertThat(outcome.findings().getFirst().message())
                .isEqualTo("it is to be dropped and owns what is in database old, database theirs");
        assertThat(outcome.again()).isFalse();

        server.execute("postgres", "ALTER DATABASE theirs OWNER TO keeper");
        assertThat(Sqls.converge(server, ABSENT).changes())
                .as("what it owned in a database goes with that")
                .containsExactly("database old dropped", "role leaver dropped");
    }

    @Test
    void keepsRolesThatHaveRights() {
        server.execute("old", "GRANT CREATE ON SCHEMA public TO leaver");

        SqlOutcome outcome = Sqls.converge(server, "roles: [{name: leaver, ensure: Absent}]");

        assertThat(Sqls.reasons(outcome.findings())).isEqualTo("RoleHasPrivileges role leaver");
        assertThat(outcome.findings().getFirst().remedy())
                .isEqualTo("Take them away by running there: DROP OWNED BY \"leaver\"");

        server.execute("old", "DROP OWNED BY leaver");
        assertThat(Sqls.converge(server, "roles: [{name: leaver, ensure: Absent}]").changes())
                .containsExactly("role leaver dropped");
    }

    @Test
    void dropsRolesWithMembersAndMemberships() {
        server.execute(
                "postgres",
                "GRANT keeper TO leaver",
                "CREATE ROLE member",
                "GRANT leaver TO member");

        assertThat(Sqls.converge(server, "roles: [{name: leaver, ensure: Absent}]").changes())
                .containsExactly("role leaver dropped");
    }

    @Test
    void finishesADropThatWasCutShort() {
        server.execute(
                "postgres", "UPDATE pg_database SET datconnlimit = -2 WHERE datname = 'old'");

        SqlOutcome present = Sqls.converge(server, PRESENT, "keeper", "x", "leaver", "y");
        assertThat(Sqls.reasons(present.findings())).isEqualTo("DatabaseHalfDropped database old");

        assertThat(Sqls.converge(server, ABSENT).changes()).contains("database old dropped");
    }
}
