package com.dhanman.operator.postgres.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dhanman.operator.testkit.RealPostgres;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was there before, as on a server that became a cluster, is taken over without harm. */
class AdoptionTest {
    private RealPostgres server;

    @BeforeEach
    void start() {
        server = RealPostgres.shared();
    }

    @Test
    void keepsWhatOthersHaveInADatabase() throws SQLException {
        server.execute(
                "postgres",
                "CREATE ROLE dhanman_user LOGIN CREATEDB CONNECTION LIMIT 50 PASSWORD 'as before'",
                "CREATE ROLE grafana LOGIN PASSWORD 'graphs'",
                "CREATE ROLE stranger LOGIN PASSWORD 'strange'",
                "CREATE DATABASE sales OWNER dhanman_user");
        server.execute(
                "sales",
                "SET ROLE dhanman_user",
                "CREATE TABLE invoices (id int)",
                "GRANT SELECT ON invoices TO grafana");
        String verifier = verifier("dhanman_user");

        SqlOutcome outcome =
                Sqls.converge(
                        server,
                        "databases: [{name: sales, owner: dhanman_user}]",
                        "dhanman_user",
                        "as before");

        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.changes())
                .containsExactly(
                        "database sales: its owner and members of it may connect, as do grafana,"
                                + " everybody else no longer");
        assertThat(verifier("dhanman_user")).as("its password fits").isEqualTo(verifier);
        assertThat(outcome.installed()).containsExactly("dhanman_user");
        server.connect("sales", "grafana", "graphs").close();
        server.connect("sales", "dhanman_user", "as before").close();
        assertThatThrownBy(() -> server.connect("sales", "stranger", "strange"))
                .hasMessageContaining("permission denied for database");
        assertThat(
                        server.query(
                                "postgres",
                                "SELECT rolcreatedb, rolconnlimit FROM pg_roles WHERE rolname ="
                                        + " 'dhanman_user'"))
                .as("spec.roles does not name it, so what it may do stays")
                .containsExactly("t|50");
    }

    @Test
    void saysSoWhereItChangesTheOwner() {
        server.execute("postgres", "CREATE ROLE before", "CREATE DATABASE sales OWNER before");
        server.execute("sales", "SET ROLE before", "CREATE TABLE invoices (id int)");

        SqlOutcome outcome =
                Sqls.converge(server, "databases: [{name: sales, owner: after}]", "after", "x");

        assertThat(outcome.changes())
                .contains(
                        "database sales is owned by after now; what before has made in it stays"
                                + " before's");
        assertThat(
                        server.query(
                                "sales",
                                "SELECT tableowner FROM pg_tables WHERE tablename = 'invoices'"))
                .containsExactly("before");
        assertThat(
                        server.query(
                                "sales",
                                "SELECT has_schema_privilege('after', 'public', 'CREATE')"))
                .containsExactly("t");
    }

    @Test
    void givesOwnersTheSchemaThatOldVersionsKept() {
        server.execute("postgres", "CREATE DATABASE sales");
        server.execute(
                "sales",
                "ALTER SCHEMA public OWNER TO postgres",
                "GRANT CREATE ON SCHEMA public TO PUBLIC");

        SqlOutcome outcome = Sqls.converge(server, "databases: [{name: sales}]", "sales", "x");

        assertThat(outcome.changes()).contains("database sales: schema public is its owner's now");
        assertThat(Sqls.reasons(outcome.findings())).isEqualTo("PublicSchemaOpen database sales");
        assertThat(outcome.complete()).as("it is but a warning").isTrue();
    }

    @Test
    void doesWithoutSchemaPublic() {
        server.execute("postgres", "CREATE DATABASE sales");
        server.execute("sales", "DROP SCHEMA public");

        SqlOutcome outcome =
                Sqls.converge(
                        server, "databases: [{name: sales, extensions: [pg_trgm]}]", "sales", "x");

        assertThat(Sqls.reasons(outcome.findings()))
                .isEqualTo("Refused extension pg_trgm in database sales");
        assertThat(outcome.findings().getFirst().message())
                .endsWith("schema \"public\" does not exist");
    }

    @Test
    void warnsOfWhatItCannotSay() {
        server.execute(
                "postgres",
                "CREATE ROLE dhanman_user LOGIN SUPERUSER BYPASSRLS VALID UNTIL '2031-01-01'");

        SqlOutcome outcome =
                Sqls.converge(server, "roles: [{name: dhanman_user}]", "dhanman_user", "x");

        assertThat(Sqls.reasons(outcome.findings()))
                .isEqualTo("RolePrivileged role dhanman_user; PasswordExpires role dhanman_user");
        assertThat(outcome.findings().getFirst().remedy())
                .endsWith("ALTER ROLE \"dhanman_user\" NOSUPERUSER NOBYPASSRLS");
        assertThat(outcome.complete()).isTrue();
    }

    @Test
    void saysWhereADatabaseLetsNobodyIn() {
        server.execute("postgres", "CREATE DATABASE sales ALLOW_CONNECTIONS false");

        assertThat(
                        Sqls.reasons(
                                Sqls.converge(server, "databases: [{name: sales}]", "sales", "x")
                                        .findings()))
                .isEqualTo("DatabaseClosed database sales");
    }

    private String verifier(String role) {
        return server.query(
                        "postgres",
                        "SELECT rolpassword FROM pg_authid WHERE rolname = '" + role + "'")
                .getFirst();
    }
}
