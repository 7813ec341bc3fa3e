package com.dhanman.operator.postgres.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.postgres.sql.SourceAnswer.Failed;
import com.dhanman.operator.postgres.sql.SourceAnswer.Told;
import com.dhanman.operator.postgres.sql.SourceAnswer.Why;
import com.dhanman.operator.postgres.sql.SourceFacts.Slot;
import com.dhanman.operator.testkit.RealPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is learned of a server outside of the cluster, and that nothing changes there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SourceReaderTest {
    private static final String LINE = "host replication standby 127.0.0.1/32 scram-sha-256";

    private final SourceReader reader = new SourceReader(Sqls.QUICK);
    private RealPostgres server;

    @BeforeAll
    void start() {
        server = RealPostgres.start("max_wal_senders = 3", "wal_keep_size = 64MB");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void letIn() {
        server.admit(LINE, "host all standby 127.0.0.1/32 reject");
        server.execute("postgres", "CREATE ROLE standby LOGIN REPLICATION PASSWORD 'secret'");
    }

    @AfterEach
    void clean() {
        server.execute(
                "postgres",
                "DROP ROLE standby",
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots");
    }

    @Test
    void aServerThatCanBeCopiedSaysSo() {
        server.execute("postgres", "SELECT pg_create_physical_replication_slot('dhanman', true)");
        String before = slots();

        SourceFacts facts = told("secret", "dhanman");

        assertThat(facts.version().major()).isEqualTo(18);
        assertThat(facts.encrypted()).isFalse();
        assertThat(facts.systemIdentifier())
                .isEqualTo(
                        server.query(
                                        "postgres",
                                        "SELECT system_identifier FROM pg_control_system()")
                                .getFirst());
        assertThat(facts.timeline()).isEqualTo(1);
        assertThat(facts.position()).isPositive();
        SourceFacts.Checks checks = facts.checks().orElseThrow();
        assertThat(checks.walLevel()).isEqualTo("replica");
        assertThat(checks.inRecovery()).isFalse();
        assertThat(checks.settings()).containsEntry("max_connections", 30);
        assertThat(checks.walKept()).isEqualTo("64MB");
        assertThat(checks.spareSenders()).isTrue();
        assertThat(checks.slot()).contains(Slot.FREE);
        assertThat(checks.inside()).as("it may not log in to databases").isEmpty();
        assertThat(slots()).as("nothing is changed").isEqualTo(before);
    }

    @Test
    void aSessionInADatabaseTellsMore() {
        server.admit(LINE, "host postgres standby 127.0.0.1/32 scram-sha-256");

        SourceFacts.Inside inside =
                told("secret", null).checks().orElseThrow().inside().orElseThrow();

        assertThat(inside.tablespaces()).isEmpty();
        assertThat(inside.superuser()).isTrue();
    }

    @Test
    void aSlotMustBeThereAndPhysicalAndFree() {
        assertThat(slot("dhanman")).isEqualTo(Slot.MISSING);

        server.execute("postgres", "SELECT pg_create_physical_replication_slot('dhanman')");
        assertThat(slot("dhanman")).isEqualTo(Slot.UNRESERVED);

        try (RealPostgres follower = server.follower("other", "dhanman")) {
            assertThat(follower.port()).isPositive();
            com.dhanman.operator.testkit.Awaited.until(() -> slot("dhanman"), Slot.ACTIVE::equals);
        }
    }

    @Test
    void aRoleThatIsNotLetInIsToldWhy() {
        assertThat(why("wrong", "standby")).isEqualTo(Why.PASSWORD);
        assertThat(why("secret", "nobody")).isEqualTo(Why.REFUSED);

        server.execute("postgres", "ALTER ROLE standby NOREPLICATION");
        assertThat(why("secret", "standby")).isEqualTo(Why.NO_REPLICATION);
    }

    @Test
    void aServerThatIsNotThereIsStoppedOrUnreachable() {
        Password password = Password.of("secret");
        assertThat(reader.briefly(new SourceServer("127.0.0.1", 1, "standby", password, null)))
                .isEqualTo(new Failed(Why.STOPPED, "nothing listens at that address and port"));
        assertThat(
                        reader.briefly(
                                new SourceServer(
                                        "nowhere.invalid", 5432, "standby", password, null)))
                .isEqualTo(new Failed(Why.UNREACHABLE, "there is no host of that name"));
    }

    @Test
    void noConnectionLeftForACopyIsNoticed() {
        SourceServer source = source("secret", "standby", null);
        try (SourceConnection one = replication(source);
                SourceConnection two = replication(source)) {
            assertThat(one.encrypted()).isFalse();
            assertThat(two.encrypted()).isFalse();
            assertThat(told("secret", null).checks().orElseThrow().spareSenders()).isFalse();
        }
    }

    @Test
    void aPasswordIsInNoText() {
        SourceServer source = source("secret", "standby", null);

        assertThat(source.toString() + source.fingerprint()).doesNotContain("secret");
        assertThat(source("other", "standby", null).fingerprint())
                .isNotEqualTo(source.fingerprint());
    }

    private static SourceConnection replication(SourceServer source) {
        try {
            return SourceConnection.replication(source, Sqls.QUICK);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Slot slot(String name) {
        return told("secret", name).checks().orElseThrow().slot().orElseThrow();
    }

    private SourceFacts told(String password, String slot) {
        SourceAnswer answer = reader.thoroughly(source(password, "standby", slot));
        assertThat(answer).isInstanceOf(Told.class);
        return ((Told) answer).facts();
    }

    private Why why(String password, String user) {
        return ((Failed) reader.thoroughly(source(password, user, null))).why();
    }

    private SourceServer source(String password, String user, String slot) {
        return new SourceServer("127.0.0.1", server.port(), user, Password.of(password), slot);
    }

    private String slots() {
        return String.join(
                ",",
                server.query(
                        "postgres",
                        "SELECT slot_name, restart_lsn, active FROM pg_replication_slots"));
    }
}
