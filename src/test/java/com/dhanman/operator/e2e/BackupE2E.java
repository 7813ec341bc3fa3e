package com.dhanman.operator.e2e;

import static com.dhanman.operator.testkit.Backups.condition;
import static com.dhanman.operator.testkit.Backups.isTrue;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.BackupScheduleStatus;
import com.dhanman.operator.api.v1alpha1.RestoreStatus;
import com.dhanman.operator.kernel.Conditions;
import com.dhanman.operator.testkit.Backups;
import com.dhanman.operator.testkit.Database;
import com.dhanman.operator.testkit.Metrics;
import com.dhanman.operator.testkit.RealNodes;
import com.dhanman.operator.testkit.Shell;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Backups of a real cluster to a real S3 server: taken, proven, restored, and removed in time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BackupE2E {
    private static final String SALES = "prod-dhanman-sales";
    private static final String CLUSTER =
            """
            instances: 2
            storage: {size: 1Gi}
            databases:
              - {name: prod-dhanman-sales, owner: dhanman_user, extensions: [pg_trgm]}
              - {name: prod-dhanman-common, owner: dhanman_user}
            """;

    /** What a dump has to bring over: rows, a partition, large objects, a sequence. */
    private static final String DATA =
            """
            CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY, at date, text text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
            CREATE TABLE orders_2026 PARTITION OF orders FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
            CREATE TABLE orders_rest PARTITION OF orders DEFAULT;
            INSERT INTO orders (at, text) SELECT date '2025-06-01' + n % 600, md5(n::text) FROM generate_series(1, 50000) n;
            SELECT lo_from_bytea(4711, decode(repeat('00ff', 5000), 'hex'));
            ALTER TABLE orders OWNER TO dhanman_user;
            """;

    /** A replica has the next 32 numbers of a sequence as taken. */
    private static final String CHECKSUM =
            """
            SELECT md5(string_agg(o::text, ',' ORDER BY id)) || ' ' || (SELECT md5(lo_get(4711))) || ' ' ||
                   (SELECT last_value BETWEEN 50000 AND 50032 FROM orders_id_seq) || ' ' || (SELECT tableowner FROM pg_tables WHERE tablename = 'orders')
            FROM orders o""";

    private static final String KEEP = "keep: {last: 2, minSuccessful: 1}";
    private static final String VERIFY =
            """
            verify:
              schedule: "0 5 * * 0"
              assertions: [{database: prod-dhanman-sales, sql: select count(*) = 50000 from orders}]
            """;

    private final RealNodes nodes = new RealNodes();
    private final Database database =
            new Database(
                    nodes.client(), "bu-" + Long.toString(System.currentTimeMillis() / 1000, 36));
    private final Backups backups = new Backups(nodes.client(), database);

    @BeforeAll
    void begin() {
        backups.assumeTarget();
        database.apply(CLUSTER);
        database.awaitReady();
        database.sql(database.primary(), SALES, DATA);
        backups.prepare();
    }

    @AfterAll
    void end() {
        database.close();
        nodes.client().close();
    }

    @Test
    @Order(1)
    void aNewScheduleTriesItsTargetAndIsReadyBeforeTheFirstBackup() {
        backups.apply("timeZone: Asia/Kolkata", KEEP);

        BackupScheduleStatus status = backups.await(it -> isTrue(it, "Ready"));

        assertThat(isTrue(status, "TargetReachable")).isTrue();
        assertThat(condition(status, "BackupFresh").getReason()).isEqualTo("NeverSucceeded");
        assertThat(status.nextRun()).endsWith("T20:30:00Z");
        assertThat(backups.objects()).isEmpty();
    }

    @Test
    @Order(2)
    void aBackupHoldsWhatTheDatabaseDoes() {
        BackupScheduleStatus status = backups.backUp("1");

        assertThat(status.lastAttempt().outcome())
                .as(status.lastAttempt().message())
                .isEqualTo("Succeeded");
        assertThat(status.lastSuccess().databases()).as("postgres is one, too").isEqualTo(3);
        assertThat(status.lastSuccess().source()).isEqualTo("replica");
        assertThat(isTrue(status, "BackupFresh")).isTrue();
        assertThat(backups.objects()).hasSize(5).contains(status.lastSuccess().manifest());

        backups.restore(backups.dump(SALES, status), "restored");
        assertThat(checksum("restored")).isEqualTo(checksum(SALES));
        database.sql(database.primary(), "postgres", "DROP DATABASE restored");
    }

    @Test
    @Order(3)
    void aDatabaseComesBackUnderAnotherNameAndNothingIsWrittenOver() {
        RestoreStatus restored = backups.comeBack("back", SALES, "sales-back");

        assertThat(Conditions.isTrue(restored.conditions(), "Ready"))
                .as(restored.conditions().toString())
                .isTrue();
        assertThat(restored.backup()).isEqualTo(backups.get().getStatus().lastSuccess().backup());
        assertThat(checksum("sales-back")).isEqualTo(checksum(SALES));
        assertThat(
                        database.sql(
                                database.primary(),
                                "postgres",
                                "SELECT pg_get_userbyid(datdba) || datconnlimit FROM pg_database WHERE datname = 'sales-back'"))
                .isEqualTo("dhanman_user-1");

        RestoreStatus taken = backups.comeBack("again", SALES, "prod-dhanman-common");
        assertThat(Backups.reason(taken)).isEqualTo("DatabaseExists");
        database.sql(database.primary(), "postgres", "DROP DATABASE \"sales-back\"");
    }

    @Test
    @Order(4)
    void aJobOfTheCronJobCountsToo() {
        Shell.run(
                "kubectl",
                "create",
                "job",
                "-n",
                database.namespace(),
                "--from=cronjob/" + Backups.NAME,
                "by-hand");
        BackupScheduleStatus status =
                backups.await(
                        it -> it.lastSuccess() != null && it.lastSuccess().job().equals("by-hand"));
        assertThat(status.retention().backups()).isEqualTo(2);
    }

    @Test
    @Order(5)
    void theOldestGoesAfterASuccess() {
        List<String> before = backups.objects();
        BackupScheduleStatus status = backups.backUp("2");
        assertThat(status.retention().backups()).isEqualTo(2);
        assertThat(status.retention().removed()).isEqualTo(1);
        assertThat(backups.objects()).hasSize(10).doesNotContain(before.getFirst());
        assertThat(isTrue(status, "RetentionHealthy")).isTrue();
    }

    @Test
    @Order(6)
    void aBackupIsProvenByRestoringItAndACorruptOneIsFoundOut() {
        backups.apply(KEEP, VERIFY);
        BackupScheduleStatus status = backups.verify("1");

        assertThat(status.lastVerification().outcome())
                .as(status.lastVerification().message())
                .isEqualTo("Succeeded");
        assertThat(status.verified().backup()).isEqualTo(status.lastSuccess().backup());
        assertThat(status.verified().restoreTime()).isNotBlank();
        assertThat(status.verified().rows()).isEqualTo(50_000);
        assertThat(isTrue(status, "RestoreVerified")).isTrue();

        backups.corrupt(backups.dump(SALES, status));
        BackupScheduleStatus corrupt = backups.verify("2");

        assertThat(corrupt.lastVerification().reason())
                .as(corrupt.lastVerification().message())
                .isEqualTo("Corrupt");
        assertThat(isTrue(corrupt, "RestoreVerified")).isFalse();
        assertThat(corrupt.verified()).as("what was proven was").isEqualTo(status.verified());
    }

    @Test
    @Order(7)
    void anAssertionThatIsNotTrueFailsTheVerification() {
        backups.apply(KEEP, VERIFY.replace("= 50000", "= 1"));
        backups.backUp("2a");
        BackupScheduleStatus status = backups.verify("3");
        assertThat(status.lastVerification().reason()).isEqualTo("AssertionFailed");
        backups.apply(KEEP);
    }

    @Test
    @Order(8)
    void whatAlertsAskForIsTold() {
        String metrics =
                nodes.client()
                        .raw(
                                "/api/v1/namespaces/%s/pods/%s:8080/proxy/metrics"
                                        .formatted(RealNodes.OPERATOR, nodes.leader()));
        assertThat(Metrics.scraped(metrics)).containsAll(Metrics.known("backups"));
        assertThat(metrics)
                .contains(
                        "dhanman_backup_condition{backup_schedule=\"nightly\",condition=\"BackupFresh\",namespace=\"%s\""
                                .formatted(database.namespace()));
    }

    private String checksum(String name) {
        return database.sql(database.primary(), name, CHECKSUM);
    }
}
