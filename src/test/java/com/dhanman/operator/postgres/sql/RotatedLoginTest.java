package com.dhanman.operator.postgres.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dhanman.operator.testkit.RealPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logins follow each other, and everything stays the owner's. */
class RotatedLoginTest {
    private static final String SPEC =
            """
            databases: [{name: sales, owner: dhanman_user}]
            roles: [{name: dhanman_user, connectionLimit: 8}]
            """;

    private RealPostgres server;

    @BeforeEach
    void start() {
        server = RealPostgres.shared();
    }

    @Test
    void changesThePasswordWithBothValidForAWhile() throws SQLException {
        assertThat(converge(owner("first")).installed()).containsExactly("dhanman_user");

        SqlOutcome both = converge(owner("first").with("second"));
        assertThat(both.installed()).containsExactlyInAnyOrder("dhanman_user", "dhanman_user__b");
        assertThat(both.changes())
                .containsExactly(
                        "role dhanman_user__b logs in and acts as dhanman_user",
                        "role dhanman_user__b has another password now");
        make("dhanman_user", "first", "before");
        make("dhanman_user__b", "second", "during");
        assertThat(converge(owner("first").with("second")).changes()).isEmpty();

        assertThat(converge(new Logins(null, "second", false)).changes())
                .containsExactly("role dhanman_user has no password now");
        assertThatThrownBy(() -> server.connect("sales", "dhanman_user", "first"))
                .hasMessageContaining("password authentication failed");
        make("dhanman_user__b", "second", "after");
        assertThat(
                        server.query(
                                "sales",
                                "SELECT tablename, tableowner FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"))
                .containsExactly(
                        "after|dhanman_user", "before|dhanman_user", "during|dhanman_user");
        assertThat(
                        server.query(
                                "postgres",
                                "SELECT rolconnlimit FROM pg_roles WHERE rolname = 'dhanman_user__b'"))
                .containsExactly("8");
    }

    @Test
    void actsAsTheOwnerAlsoAfterAPoolerHasResetTheSession() throws SQLException {
        converge(owner("first").with("second"));

        try (Connection connection = server.connect("sales", "dhanman_user__b", "second");
                var statement = connection.createStatement()) {
            statement.execute("SET ROLE NONE");
            statement.execute("DISCARD ALL");
            try (var rows = statement.executeQuery("SELECT session_user, current_user")) {
                rows.next();
                assertThat(List.of(rows.getString(1), rows.getString(2)))
                        .containsExactly("dhanman_user__b", "dhanman_user");
            }
        }
    }

    @Test
    void endsALoginWithItsLastSession() throws SQLException {
        converge(owner("first").with("second"));
        server.execute(
                "sales", "CREATE TABLE its (id int)", "ALTER TABLE its OWNER TO dhanman_user__b");
        server.execute("postgres", "GRANT CONNECT ON DATABASE sales TO dhanman_user__b");
        try (Connection connection = server.connect("sales", "dhanman_user__b", "second")) {
            SqlOutcome outcome = converge(new Logins("third", null, true));

            assertThat(outcome.changes()).contains("role dhanman_user__b can no longer log in");
            assertThat(Sqls.reasons(outcome.findings()))
                    .isEqualTo("LoginInUse role dhanman_user__b");
            assertThat(outcome.complete()).as("it is but a warning").isTrue();
            assertThat(outcome.again()).isTrue();
            assertThat(connection.isValid(5)).as("what runs goes on").isTrue();
        }
        Sqls.ended(server);

        assertThat(converge(new Logins("third", null, true)).changes())
                .containsExactly(
                        "what dhanman_user__b had in database sales is dhanman_user's now",
                        "role dhanman_user__b dropped");
        assertThat(
                        server.query(
                                "sales",
                                "SELECT tableowner FROM pg_tables WHERE tablename = 'its'"))
                .containsExactly("dhanman_user");
        assertThat(converge(new Logins("third", null, true)).changes()).isEmpty();
    }

    @Test
    void doesNotTakeSomebodyElsesRole() throws SQLException {
        converge(owner("first"));
        server.execute(
                "postgres",
                "CREATE ROLE dhanman_user__b LOGIN IN ROLE dhanman_user PASSWORD 'theirs'");

        SqlOutcome outcome = converge(owner("first").with("second"));

        assertThat(Sqls.reasons(outcome.findings())).isEqualTo("NameClash role dhanman_user__b");
        assertThat(outcome.installed()).containsExactly("dhanman_user");
        assertThat(outcome.changes()).isEmpty();
        assertThat(converge(new Logins("first", null, true)).changes()).isEmpty();
        server.connect("sales", "dhanman_user__b", "theirs").close();
    }

    @Test
    void goesWithItsOwner() throws SQLException {
        converge(owner("first").with("second"));
        String absent =
                """
                databases: [{name: sales, ensure: Absent}]
                roles: [{name: dhanman_user, ensure: Absent}]
                """;
        try (Connection connection = server.connect("postgres", "dhanman_user__b", "second")) {
            assertThat(Sqls.reasons(Sqls.converge(server, absent).findings()))
                    .isEqualTo("RoleInUse role dhanman_user; RoleInUse role dhanman_user__b");
            assertThat(connection.isValid(5)).isTrue();
        }
        Sqls.ended(server);

        assertThat(Sqls.converge(server, absent).changes())
                .containsExactly("role dhanman_user dropped", "role dhanman_user__b dropped");
    }

    private SqlOutcome converge(Logins logins) {
        return Sqls.converge(server, DesiredSql.of(Sqls.spec(SPEC), logins.access()));
    }

    private void make(String user, String password, String table) throws SQLException {
        try (Connection connection = server.connect("sales", user, password);
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + table + " (id int)");
        }
    }

    private static Logins owner(String password) {
        return new Logins(password, null, false);
    }

    /** Passwords of the owner and of the login that takes turns with it; null for none. */
    private record Logins(String owner, String other, boolean otherEnded) {
        Logins with(String password) {
            return new Logins(owner, password, false);
        }

        LoginAccess access() {
            return new LoginAccess(
                    owner == null ? Map.of() : Map.of("dhanman_user", Password.of(owner)),
                    owner == null ? Set.of("dhanman_user") : Set.of(),
                    other == null
                            ? List.of()
                            : List.of(
                                    new RotatedLogin(
                                            "dhanman_user", "dhanman_user__b", Password.of(other))),
                    otherEnded
                            ? List.of(new RotatedLogin.Ended("dhanman_user", "dhanman_user__b"))
                            : List.of(),
                    Set.of());
        }
    }
}
