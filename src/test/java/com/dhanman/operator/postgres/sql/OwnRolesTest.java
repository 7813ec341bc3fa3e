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

/** The operator's own parts can do what they need, and nothing else. */
class OwnRolesTest {
    private RealPostgres server;

    @BeforeEach
    void start() {
        server = RealPostgres.shared();
        assertThat(converge(OwnRole.EXPORTER, OwnRole.POOLER).complete()).isTrue();
    }

    @Test
    void exporterReadsStatisticsOfAllDatabasesAndNoData() throws SQLException {
        server.execute("sales", "CREATE TABLE invoices (id int)");
        server.admit("host all dhanman_exporter 127.0.0.1/32 trust");
        try (Connection connection = server.connect("sales", "dhanman_exporter", "");
                var statement = connection.createStatement()) {
            statement.executeQuery("SELECT pg_database_size('sales') FROM pg_stat_activity");
            assertThatThrownBy(() -> statement.executeQuery("SELECT * FROM invoices"))
                    .hasMessageContaining("permission denied");
        }
        assertThat(
                        server.query(
                                "postgres",
                                "SELECT rolconnlimit FROM pg_roles WHERE rolname ="
                                        + " 'dhanman_exporter'"))
                .containsExactly("5");
    }

    @Test
    void exporterHasNoPassword() {
        server.execute("postgres", "ALTER ROLE dhanman_exporter PASSWORD 'x'");

        assertThat(converge(OwnRole.EXPORTER, OwnRole.POOLER).changes())
                .containsExactly("role dhanman_exporter has no password now");
    }

    @Test
    void poolerLooksUpVerifiersOfThoseWhoMayUseAPool() throws SQLException {
        server.execute(
                "postgres",
                "CREATE ROLE admin SUPERUSER LOGIN PASSWORD 'a'",
                "CREATE ROLE copy REPLICATION LOGIN PASSWORD 'c'",
                "CREATE ROLE old LOGIN PASSWORD 'o' VALID UNTIL '2001-01-01'");
        try (Connection connection = server.connect(PoolerLookup.DATABASE, "dhanman_pooler", "p")) {
            assertThat(lookUp(connection, "sales"))
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("sales|SCRAM-SHA-256$");
            assertThat(lookUp(connection, "old")).containsExactly("old|null");
            assertThat(lookUp(connection, "admin")).isEmpty();
            assertThat(lookUp(connection, "copy")).isEmpty();
            assertThat(lookUp(connection, "nobody")).isEmpty();
            assertThatThrownBy(
                            () ->
                                    connection
                                            .createStatement()
                                            .executeQuery("SELECT * FROM pg_authid"))
                    .hasMessageContaining("permission denied");
        }
        try (Connection connection = server.connect(PoolerLookup.DATABASE, "sales", "s")) {
            assertThatThrownBy(() -> lookUp(connection, "sales"))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void mendsTheLookup() {
        assertThat(converge(OwnRole.EXPORTER, OwnRole.POOLER).changes()).isEmpty();
        for (String harm :
                List.of(
                        "DROP SCHEMA dhanman_pooler CASCADE",
                        "DROP FUNCTION dhanman_pooler.lookup",
                        "GRANT EXECUTE ON FUNCTION dhanman_pooler.lookup TO PUBLIC",
                        "REVOKE EXECUTE ON FUNCTION dhanman_pooler.lookup FROM dhanman_pooler",
                        "ALTER FUNCTION dhanman_pooler.lookup SECURITY INVOKER",
                        "ALTER FUNCTION dhanman_pooler.lookup RESET search_path",
                        "ALTER FUNCTION dhanman_pooler.lookup OWNER TO sales")) {
            server.execute("postgres", harm);

            assertThat(converge(OwnRole.EXPORTER, OwnRole.POOLER).changes())
                    .as(harm)
                    .containsExactly("function dhanman_pooler.lookup(text) made");
            assertThat(converge(OwnRole.EXPORTER, OwnRole.POOLER).changes()).as(harm).isEmpty();
        }
    }

    @Test
    void nobodyLogsInByARoleThatIsNoLongerWanted() {
        assertThat(converge(OwnRole.EXPORTER).changes())
                .containsExactly("role dhanman_pooler can no longer log in");
        assertThatThrownBy(() -> server.connect("postgres", "dhanman_pooler", "p"))
                .hasMessageContaining("password authentication failed");
        assertThat(converge(OwnRole.EXPORTER).changes()).isEmpty();
        assertThat(converge(OwnRole.EXPORTER, OwnRole.POOLER).changes())
                .containsExactly(
                        "role dhanman_pooler changed to LOGIN",
                        "role dhanman_pooler has another password now");
    }

    private SqlOutcome converge(OwnRole... own) {
        LoginAccess access =
                new LoginAccess(
                        Map.of(
                                "dhanman_pooler", Password.of("p"),
                                "sales", Password.of("s")),
                        Set.of(),
                        List.of(),
                        List.of(),
                        Set.of(own));
        return Sqls.converge(
                server, DesiredSql.of(Sqls.spec("databases: [{name: sales}]"), access));
    }

    private static List<String> lookUp(Connection connection, String role) throws SQLException {
        try (var statement = connection.prepareStatement(PoolerLookup.QUERY.replace("$1", "?"))) {
            statement.setString(1, role);
            try (var rows = statement.executeQuery()) {
                List<String> found = new java.util.ArrayList<>();
                while (rows.next()) {
                    found.add(rows.getString(1) + "|" + rows.getString(2));
                }
                return found;
            }
        }
    }
}
