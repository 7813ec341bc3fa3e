package com.dhanman.operator.postgres.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.testkit.Awaited;
import com.dhanman.operator.testkit.RealPostgres;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is seen of a copy while it follows, and what is made in it once it is on its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CopyReaderTest {
    private static final String COPIED =
            "bootstrap: {standbyOf: {host: h, user: standby, passwordSecret: {name: s, key: k}}}";

    private final CopyReader reader = new CopyReader(Sqls.QUICK);
    private RealPostgres server;

    @BeforeAll
    void start() {
        server = RealPostgres.start("max_wal_senders = 5");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void aFollowerTellsHowFarItIs() {
        try (RealPostgres follower = server.follower("copy")) {
            server.execute("postgres", "CREATE TABLE t AS SELECT 1 AS a");
            long written =
                    Long.parseLong(
                            server.query(
                                            "postgres",
                                            "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')")
                                    .getFirst());

            CopyFacts facts =
                    Awaited.until(
                            () -> reader.progress(Sqls.target(follower)).orElseThrow(),
                            it -> it.streaming() && it.replayed().orElse(0) >= written);
            assertThat(facts.following()).isTrue();
            assertThat(facts.has()).isGreaterThanOrEqualTo(written);
            assertThat(facts.told()).isPresent();
            assertThat(facts.behind()).isPresent();

            follower.promote();
            assertThat(reader.progress(Sqls.target(follower)).orElseThrow().following()).isFalse();
            server.execute("postgres", "DROP TABLE t");
        }
    }

    @Test
    void aServerThatIsAwayTellsNothing() {
        SqlTarget nobody = new SqlTarget("127.0.0.1", 1, null, SqlTarget.Expected.ANY);

        assertThat(reader.progress(nobody)).isEmpty();
        assertThat(reader.differences(nobody)).isEmpty();
    }

    @Test
    void whatIsDifferentHereIsToldWithARemedy() {
        server.execute(
                "postgres",
                "CREATE DATABASE sales TEMPLATE template0 LOCALE_PROVIDER builtin LOCALE 'C'"
                        + " BUILTIN_LOCALE 'C.UTF-8'",
                "UPDATE pg_database SET datcollversion = '0.9' WHERE datname = 'sales'");
        server.execute(
                "sales",
                "INSERT INTO pg_extension SELECT 99999, 'exotic', extowner, extnamespace,"
                        + " extrelocatable, extversion FROM pg_extension");
        server.execute(
                "postgres",
                "CREATE ROLE elder LOGIN PASSWORD 'md5c0a1d8b5f2b8cfae7bd9a4d4a7a6a5e1'");

        List<Finding> findings = reader.differences(Sqls.target(server)).orElseThrow();

        assertThat(findings)
                .extracting(Finding::reason)
                .containsExactly("SortedOtherwise", "PasswordsTooOld", "ExtensionMissing");
        assertThat(findings.getFirst().text()).contains("sales (0.9, here 1)");
        assertThat(findings).allMatch(it -> it.severity() == Finding.Severity.WARNING);
        server.execute("postgres", "DROP DATABASE sales", "DROP ROLE elder");
    }

    @Test
    void aCopyGetsRolesForItsInstancesOnce() {
        SqlOutcome first = Sqls.converge(server, COPIED);
        SqlOutcome second = Sqls.converge(server, COPIED);

        assertThat(first.changes()).contains("role replicator made", "role rewind made");
        assertThat(first.instances()).isTrue();
        assertThat(second.changes()).isEmpty();
        assertThat(second.instances()).isTrue();
        assertThat(
                        server.query(
                                "postgres",
                                "SELECT rolname, rolcanlogin, rolreplication, rolsuper FROM"
                                        + " pg_roles WHERE rolname IN ('replicator', 'rewind')"
                                        + " ORDER BY 1"))
                .containsExactly("replicator|t|t|f", "rewind|t|f|f");
        assertThat(
                        server.query(
                                "postgres",
                                "SELECT has_function_privilege('rewind',"
                                        + " 'pg_read_binary_file(text, bigint, bigint, boolean)',"
                                        + " 'EXECUTE')"))
                .containsExactly("t");

        server.execute("postgres", "ALTER ROLE replicator NOREPLICATION");
        assertThat(Sqls.converge(server, COPIED).changes())
                .containsExactly("role replicator may LOGIN REPLICATION");
    }
}
