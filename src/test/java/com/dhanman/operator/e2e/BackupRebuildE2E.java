package com.dhanman.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.RestoreStatus;
import com.dhanman.operator.kernel.Conditions;
import com.dhanman.operator.testkit.Awaited;
import com.dhanman.operator.testkit.Backups;
import com.dhanman.operator.testkit.Database;
import com.dhanman.operator.testkit.RealNodes;
import com.dhanman.operator.testkit.Shell;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** All that a cluster had, into one that was made anew; and what the scripts before had stored. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BackupRebuildE2E {
    private static final String REBUILT = "rebuilt";
    private static final String SPEC =
            """
            instances: 1
            storage: {size: 1Gi}
            databases:
              - {name: sales, owner: dhanman_user, extensions: [pg_trgm]}
            """;

    /** Beside what is declared, what somebody made by hand. */
    private static final String BY_HAND =
            """
            CREATE ROLE readers;
            CREATE ROLE "Re porter" LOGIN PASSWORD 'known-to-him-alone' IN ROLE readers CONNECTION LIMIT 7;
            """;

    private static final String ROWS =
            """
            CREATE TABLE orders AS SELECT n, md5(n::text) AS text FROM generate_series(1, 20000) n;
            CREATE INDEX orders_text ON orders USING gin (text gin_trgm_ops);
            ALTER TABLE orders OWNER TO dhanman_user;
            GRANT SELECT ON orders TO readers;
            """;

    private static final String CHECKSUM =
            "SELECT md5(string_agg(o::text, ',' ORDER BY n)) FROM orders o";

    private final RealNodes nodes = new RealNodes();
    private final Database database =
            new Database(
                    nodes.client(), "br-" + Long.toString(System.currentTimeMillis() / 1000, 36));
    private final Backups backups = new Backups(nodes.client(), database);

    @BeforeAll
    void begin() {
        backups.assumeTarget();
        database.apply(SPEC);
        nodes.client()
                .resource(
                        """
                        apiVersion: platform.dhanman.com/v1alpha1
                        kind: PostgresCluster
                        metadata: {name: %s, namespace: %s}
                        spec:
                        %s
                        """
                                .formatted(REBUILT, database.namespace(), SPEC.indent(2)))
                .fieldManager("test")
                .serverSideApply();
        database.awaitReady();
        String primary = database.primary();
        database.sql(primary, "postgres", BY_HAND);
        database.sql(primary, "sales", ROWS);
        database.sql(primary, "postgres", "CREATE DATABASE history OWNER dhanman_user");
        database.sql(primary, "history", ROWS.replaceFirst("(?m)^CREATE INDEX.*", ""));
        backups.prepare();
        backups.apply();
        assertThat(backups.backUp("1").lastAttempt().outcome()).isEqualTo("Succeeded");
    }

    @AfterAll
    void end() {
        database.close();
        nodes.client().close();
    }

    @Test
    @Order(1)
    void allDatabasesAndRolesComeBack() {
        String primary = rebuilt();

        RestoreStatus status = backups.comeBackWhole("all", REBUILT, backups.folder());

        assertThat(Conditions.isTrue(status.conditions(), "Ready"))
                .as(status.conditions().toString())
                .isTrue();
        assertThat(status.databases()).isEqualTo(2);
        for (String name : new String[] {"sales", "history"}) {
            assertThat(database.sql(primary, name, CHECKSUM))
                    .isEqualTo(database.sql(database.primary(), name, CHECKSUM));
        }
        assertThat(login("Re porter", "known-to-him-alone", "history"))
                .as("who was made by hand has the password and the rights of then")
                .isEqualTo("20000");
        assertThat(login("dhanman_user", password(), "sales"))
                .as("who is declared has the password of the new cluster")
                .isEqualTo("20000");
        assertThat(
                        database.sql(
                                primary,
                                "postgres",
                                "SELECT has_database_privilege('readers', 'sales', 'CONNECT'), rolconnlimit FROM pg_roles WHERE rolname = 'Re porter'"))
                .as("the declared database lets in no more than before")
                .isEqualTo("f|7");
        assertThat(database.sql(primary, "postgres", "SELECT count(*) FROM pg_database"))
                .as("nothing else is left: postgres, two templates, and those two")
                .isEqualTo("5");
    }

    @Test
    @Order(2)
    void nothingIsWrittenOver() {
        String primary = rebuilt();
        database.sql(primary, "sales", "DELETE FROM orders WHERE n > 10");
        String before = database.sql(primary, "sales", CHECKSUM);

        RestoreStatus refused = backups.comeBackWhole("again", REBUILT, backups.folder());

        assertThat(Backups.reason(refused)).isEqualTo("DatabaseExists");
        assertThat(database.sql(primary, "sales", CHECKSUM)).isEqualTo(before);
    }

    @Test
    @Order(3)
    void filesOfTheScriptOfTheVpsComeBack() {
        String custom = "postgresql/sales_20240115_020000.backup.gz";
        String plain = "postgresql/sales_20240115_020000.sql.gz";
        backups.store(custom, "pg_dump -Fc sales | gzip");
        backups.store(plain, "pg_dump sales | gzip");

        for (String object : new String[] {custom, plain}) {
            String name = object.contains(".sql") ? "from-sql" : "from-custom";
            RestoreStatus status = backups.comeBackFromObject(name, object, name, "dhanman_user");
            assertThat(Backups.reason(status))
                    .as(status.conditions().toString())
                    .isEqualTo("Restored");
            assertThat(database.sql(database.primary(), name, CHECKSUM))
                    .isEqualTo(database.sql(database.primary(), "sales", CHECKSUM));
        }
    }

    /** The primary of the new cluster, once that is ready. */
    private String rebuilt() {
        return Awaited.until(
                        () ->
                                nodes.client()
                                        .resources(PostgresCluster.class)
                                        .inNamespace(database.namespace())
                                        .withName(REBUILT)
                                        .get(),
                        it ->
                                it.getStatus() != null
                                        && Conditions.isTrue(it.getStatus().conditions(), "Ready"),
                        Database.PATIENCE)
                .getStatus()
                .primary();
    }

    private String password() {
        String data =
                nodes.client()
                        .secrets()
                        .inNamespace(database.namespace())
                        .withName(REBUILT + "-db-sales")
                        .require()
                        .getData()
                        .get("password");
        return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
    }

    private String login(String user, String password, String name) {
        return Shell.run(
                        "kubectl",
                        "exec",
                        "-n",
                        database.namespace(),
                        database.primary() + "-0",
                        "-c",
                        "postgres",
                        "--",
                        "env",
                        "PGPASSWORD=" + password,
                        "psql",
                        "-XAtq",
                        "host=%s-rw dbname=%s user='%s' sslmode=require"
                                .formatted(REBUILT, name, user),
                        "-c",
                        "SELECT count(*) FROM orders")
                .strip();
    }
}
