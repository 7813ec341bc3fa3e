package com.dhanman.operator.e2e;

import static com.dhanman.operator.testkit.Backups.condition;
import static com.dhanman.operator.testkit.Backups.isTrue;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.BackupScheduleStatus;
import com.dhanman.operator.api.v1alpha1.RestoreStatus;
import com.dhanman.operator.testkit.Awaited;
import com.dhanman.operator.testkit.Backups;
import com.dhanman.operator.testkit.Database;
import com.dhanman.operator.testkit.RealNodes;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What goes wrong while backups are taken and restored: no bad one is ever said to be one, no good
 * one is lost, no half of a database is presented as one, and the status says what has happened.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BackupFaultsE2E {
    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final String LEDGER = "ledger";

    /** Its table is locked while its dump is to be interrupted. */
    private static final String HELD = "held";

    private static final String CLUSTER =
            """
            instances: 1
            storage: {size: 1Gi}
            databases:
              - {name: ledger, owner: dhanman_user}
            """;

    /** An index that takes seconds to build, so that a restore can be interrupted in it. */
    private static final String ROWS =
            """
            CREATE FUNCTION public.slowly(n int) RETURNS int IMMUTABLE LANGUAGE plpgsql
              AS $$ BEGIN PERFORM pg_sleep(0.1); RETURN n; END $$;
            CREATE TABLE entries AS SELECT n, md5(n::text) AS text FROM generate_series(1, 40) n;
            CREATE INDEX entries_slowly ON entries (public.slowly(n));
            """;

    private static final String CHECKSUM =
            "SELECT md5(string_agg(e::text, ',' ORDER BY n)) || (SELECT count(*) FROM pg_indexes WHERE tablename = 'entries') FROM entries e";
    private static final String LOCKED =
            "pg_stat_activity WHERE datname = 'held' AND wait_event = 'PgSleep'";
    private static final String ENCRYPTED =
            "encryption: {recipients: [%s], identitySecret: backup-key}";

    private final RealNodes nodes = new RealNodes();
    private final Database database =
            new Database(
                    nodes.client(), "bf-" + Long.toString(System.currentTimeMillis() / 1000, 36));
    private final Backups backups = new Backups(nodes.client(), database);

    @BeforeAll
    void begin() {
        backups.assumeTarget();
        database.apply(CLUSTER);
        database.awaitReady();
        database.sql(database.primary(), LEDGER, ROWS);
        backups.prepare();
        backups.apply();
        assertThat(backups.backUp("good").lastAttempt().outcome()).isEqualTo("Succeeded");
    }

    @AfterAll
    void end() {
        database.close();
        nodes.client().close();
    }

    @Test
    @Order(1)
    void wrongKeysFailTheRunAndTouchNothing() {
        List<String> before = backups.objects();
        backups.keys("wrong");
        try {
            BackupScheduleStatus status = withinAMinute(() -> backups.backUp("1"));
            assertThat(condition(status, "LastBackupSucceeded").getReason())
                    .isEqualTo("KeysRefused");
            assertThat(isTrue(status, "TargetReachable")).isFalse();
            assertThat(isTrue(status, "Stalled")).isTrue();
            assertThat(status.failuresInARow()).isEqualTo(1);
        } finally {
            backups.keys("testsecret0123456789");
        }
        assertThat(backups.objects()).isEqualTo(before);
    }

    @Test
    @Order(2)
    void aDatabaseThatIsNotThereFailsTheRunAndTheOthersAreSaved() {
        List<String> good = backups.manifests();
        backups.apply("databases: [ledger, gone]");

        BackupScheduleStatus status = withinAMinute(() -> backups.backUp("2"));

        assertThat(status.lastAttempt().reason()).isEqualTo("DatabaseMissing");
        assertThat(status.lastAttempt().message()).contains("gone", ".incomplete.json");
        assertThat(backups.manifests()).as("it does not count").isEqualTo(good);
        assertThat(backups.objects())
                .as("and is not tried again")
                .filteredOn(it -> it.endsWith(".incomplete.json"))
                .hasSize(1);
    }

    @Test
    @Order(3)
    void aPodThatIsKilledIsReplacedAndLeavesNoManifest() {
        database.sql(database.primary(), "postgres", "CREATE DATABASE held");
        database.sql(database.primary(), HELD, "CREATE TABLE held AS SELECT 1 AS n");
        List<String> good = backups.manifests();
        backups.apply();
        hold();
        backups.ask("3");
        Pod pod = dumping("nightly-now-3");
        nodes.client().resource(pod).withGracePeriod(0).delete();
        release();
        assertThat(backups.manifests()).isEqualTo(good);

        BackupScheduleStatus status = attempted("nightly-now-3");

        assertThat(status.lastAttempt().outcome())
                .as(status.lastAttempt().message())
                .isEqualTo("Succeeded");
        assertThat(status.failuresInARow()).isZero();
        assertThat(backups.manifests()).hasSize(good.size() + 1).containsAll(good);
    }

    @Test
    @Order(4)
    void aDatabaseThatIsDroppedUnderItsDumpIsInNoBackup() {
        List<String> good = backups.manifests();
        hold();
        backups.ask("4");
        dumping("nightly-now-4");
        database.sql(database.primary(), "postgres", "DROP DATABASE held WITH (FORCE)");

        BackupScheduleStatus failed =
                withinAMinute(
                        () ->
                                backups.await(
                                        it ->
                                                condition(it, "Ready")
                                                        .getReason()
                                                        .equals("TryingAgain")));
        assertThat(condition(failed, "Ready").getMessage()).contains("pg_dump of held failed");
        assertThat(backups.manifests()).isEqualTo(good);

        BackupScheduleStatus status = attempted("nightly-now-4");
        assertThat(status.lastAttempt().outcome()).isEqualTo("Succeeded");
        assertThat(backups.objects())
                .noneMatch(it -> it.contains("/held_" + status.lastSuccess().backup()));
    }

    @Test
    @Order(5)
    void aRestoreThatIsInterruptedShowsNothingAndIsCarriedToItsEnd() {
        backups.apply();
        backups.askBack("interrupted", LEDGER, "ledger-back");
        Awaited.until(
                () ->
                        count(
                                "pg_stat_activity WHERE datname LIKE 'restoring\\_%' AND query LIKE"
                                        + " 'CREATE INDEX%'"),
                it -> it > 0,
                A_MINUTE);
        assertThat(count("pg_database WHERE datname LIKE 'restoring\\_%' AND datconnlimit = 0"))
                .as("nobody gets in")
                .isOne();
        nodes.client().resource(running("interrupted")).withGracePeriod(0).delete();
        assertThat(count("pg_database WHERE datname = 'ledger-back'")).isZero();

        backups.awaitBack("interrupted", it -> it.finished() != null);

        assertThat(checksum("ledger-back")).isEqualTo(checksum(LEDGER));
        assertThat(count("pg_database WHERE datname LIKE 'restoring%'")).isZero();
    }

    @Test
    @Order(6)
    void aDumpThatIsNotWhatWasStoredIsRefused() {
        backups.corrupt(backups.dump(LEDGER, backups.get().getStatus()));

        RestoreStatus refused = backups.comeBack("corrupt", LEDGER, "ledger-corrupt");

        assertThat(Backups.reason(refused)).isEqualTo("Corrupt");
        assertThat(count("pg_database WHERE datname ~ '^(ledger-corrupt|restoring.*)$'")).isZero();
    }

    @Test
    @Order(7)
    void anEncryptedBackupComesBackWithItsKeyAndNoOther() {
        String key = newKey();
        backups.apply(ENCRYPTED.formatted(publicKey(key)));
        BackupScheduleStatus status = backups.backUp("7");
        assertThat(status.lastAttempt().outcome())
                .as(status.lastAttempt().message())
                .isEqualTo("Succeeded");
        assertThat(backups.head(backups.dump(LEDGER, status))).startsWith("age-encryption.org");

        backups.secret("backup-key", "age-identity", newKey());
        RestoreStatus refused = backups.comeBack("sealed", LEDGER, "ledger-sealed");
        assertThat(Backups.reason(refused)).isEqualTo("KeyWrong");
        assertThat(count("pg_database WHERE datname ~ '^(ledger-sealed|restoring.*)$'")).isZero();

        backups.secret("backup-key", "age-identity", key);
        nodes.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(database.namespace())
                .withName("sealed")
                .delete();
        backups.awaitBack("sealed", it -> it.finished() != null);
        assertThat(checksum("ledger-sealed")).isEqualTo(checksum(LEDGER));
    }

    /** Locks the table, so that its dump waits. */
    private void hold() {
        String primary = database.primary();
        CompletableFuture.runAsync(
                () -> database.trySql(primary, HELD, "LOCK TABLE held; SELECT pg_sleep(300)"));
        Awaited.until(() -> count(LOCKED), it -> it == 1, A_MINUTE);
    }

    private void release() {
        database.sql(
                database.primary(), "postgres", "SELECT pg_terminate_backend(pid) FROM " + LOCKED);
    }

    /** Waits for the dump to be on its way; gives the pod that takes it. */
    private Pod dumping(String job) {
        Awaited.until(
                () ->
                        count(
                                "pg_stat_activity WHERE application_name = 'dhanman-backup' AND datname = 'held' AND wait_event_type = 'Lock'"),
                it -> it > 0,
                A_MINUTE);
        return running(job);
    }

    private Pod running(String job) {
        return nodes
                .client()
                .pods()
                .inNamespace(database.namespace())
                .withLabel("batch.kubernetes.io/job-name", job)
                .list()
                .getItems()
                .stream()
                .filter(it -> "Running".equals(it.getStatus().getPhase()))
                .findFirst()
                .orElseThrow();
    }

    private BackupScheduleStatus attempted(String job) {
        return backups.await(
                it -> it.lastAttempt() != null && Objects.equals(it.lastAttempt().job(), job));
    }

    private int count(String of) {
        return Integer.parseInt(
                database.sql(database.primary(), "postgres", "SELECT count(*) FROM " + of));
    }

    private String checksum(String name) {
        return database.sql(database.primary(), name, CHECKSUM);
    }

    private String newKey() {
        return database.run(database.primary(), "age-keygen")
                .output()
                .lines()
                .filter(it -> it.startsWith("AGE-SECRET-KEY-"))
                .findFirst()
                .orElseThrow();
    }

    private String publicKey(String key) {
        return database.run(
                        database.primary(), "sh", "-c", "echo '%s' | age-keygen -y".formatted(key))
                .output()
                .strip();
    }

    private static <T> T withinAMinute(Supplier<T> step) {
        Instant begin = Instant.now();
        T result = step.get();
        assertThat(Duration.between(begin, Instant.now()))
                .as("a failure is seen within a minute")
                .isLessThan(A_MINUTE);
        return result;
    }
}
