package com.dhanman.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.PostgresClusterStatus;
import com.dhanman.operator.api.v1alpha1.PostgresInstanceStatus;
import com.dhanman.operator.api.v1alpha1.PostgresOperationStatus;
import com.dhanman.operator.testkit.Awaited;
import com.dhanman.operator.testkit.Database;
import com.dhanman.operator.testkit.RealNodes;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The life of one cluster: what it gives its clients, and every operation on it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresClusterE2E {
    private static final String SPEC =
            """
            storage: {size: 1Gi}
            parameters: {work_mem: 16MB, log_min_duration_statement: 1000}
            databases:
              - {name: qa-dhanman-sales, owner: dhanman_user, extensions: [pg_trgm]}
              - {name: qa-dhanman-common, owner: dhanman_user}
            """;
    private static final String SALES = "qa-dhanman-sales";

    private final RealNodes nodes = new RealNodes();
    private final Database database =
            new Database(
                    nodes.client(), "pg-" + Long.toString(System.currentTimeMillis() / 1000, 36));

    @BeforeAll
    void begin() {
        database.apply(SPEC);
        database.awaitReady();
        database.sql(database.primary(), SALES, "CREATE TABLE orders (id int PRIMARY KEY)");
        database.sql(database.primary(), SALES, "ALTER TABLE orders OWNER TO dhanman_user");
        database.sql(database.primary(), SALES, "INSERT INTO orders VALUES (1)");
    }

    @BeforeEach
    void rest() {
        database.awaitAtRest();
    }

    @AfterAll
    void end() {
        database.close();
        nodes.client().close();
    }

    @Test
    void instancesAreSpreadOverNodesAndFollowThePrimary() {
        PostgresClusterStatus status = database.awaitReady();

        assertThat(status.ready()).isEqualTo("3/3");
        assertThat(status.instances())
                .extracting(PostgresInstanceStatus::node)
                .doesNotHaveDuplicates();
        assertThat(status.replication()).startsWith("Synchronous (main-");
    }

    @Test
    void aClientWritesAndReadsByWhatTheSecretSays() {
        assertThat(
                        database.asClient(
                                        "main-rw",
                                        "verify-full",
                                        SALES,
                                        "INSERT INTO orders VALUES (2)")
                                .output())
                .isBlank();
        Awaited.until(
                () ->
                        database.asClient(
                                        "main-ro",
                                        "verify-full",
                                        SALES,
                                        "SELECT count(*), pg_is_in_recovery() FROM orders WHERE id"
                                                + " = 2")
                                .output()
                                .strip(),
                "1|t"::equals);
    }

    @Test
    void nobodyGetsInWithoutTls() {
        assertThat(database.asClient("main-rw", "disable", SALES, "SELECT 1").output())
                .contains("pg_hba.conf rejects connection");
    }

    @Test
    void parametersShowInPostgres() {
        assertThat(
                        database.sql(
                                database.primary(),
                                "postgres",
                                "SELECT setting FROM pg_settings WHERE name = 'work_mem'"))
                .isEqualTo("16384");
    }

    @Test
    void aSwitchoverIsCarriedOutOnceAndLosesNothing() {
        String next = database.synchronousReplica();

        PostgresOperationStatus outcome = database.operate("switchover", next + "@1");

        assertThat(outcome.state()).as(outcome.message()).isEqualTo("Succeeded");
        assertThat(database.awaitReady().primary()).isEqualTo(next);
        assertThat(database.sql(next, SALES, "SELECT count(*) FROM orders WHERE id = 1"))
                .isEqualTo("1");
    }

    @Test
    void anImpossibleSwitchoverSaysWhy() {
        PostgresOperationStatus outcome = database.operate("switchover", "main-9@1");

        assertThat(outcome.state()).isEqualTo("Failed");
        assertThat(outcome.message()).contains("main-9");
    }

    @Test
    void aReplicaIsClonedAnew() {
        String replica = database.replica();

        PostgresOperationStatus outcome = database.operate("reinitialize", replica + "@1");

        assertThat(outcome.state()).as(outcome.message()).isEqualTo("Succeeded");
        database.awaitReady();
    }

    @Test
    void aSettingThatNeedsARestartReachesAllInstancesWithoutAHand() {
        database.apply(SPEC.replace("{work_mem: 16MB", "{max_connections: 120, work_mem: 16MB"));

        database.awaitReady();

        for (String instance : List.of("main-1", "main-2", "main-3")) {
            Awaited.until(
                    () -> {
                        String shown = "SHOW max_connections";
                        return database.trySql(instance, "postgres", shown).output().strip();
                    },
                    "120"::equals,
                    Database.PATIENCE);
        }
        database.awaitReady();
    }

    @Test
    void theLastInstanceGoesAlsoWhereItLeadsAndItsVolumeStays() {
        if (!database.primary().equals("main-3")) {
            // Any replica may be the synchronous one; only that may take over.
            Awaited.until(
                    () -> database.operate("switchover", "main-3@" + System.nanoTime()).state(),
                    "Succeeded"::equals,
                    Database.PATIENCE);
            database.awaitAtRest();
        }

        database.apply("instances: 2\n" + SPEC);

        assertThat(database.awaitAtRest().primary()).isNotEqualTo("main-3");
        Awaited.until(
                () -> pods().stream().map(it -> it.getMetadata().getName()).toList(),
                it -> !it.contains("main-3-0"));
        assertThat(
                        database.sql(
                                database.primary(),
                                SALES,
                                "SELECT count(*) FROM orders WHERE id = 1"))
                .isEqualTo("1");
        assertThat(
                        nodes.client()
                                .persistentVolumeClaims()
                                .inNamespace(database.namespace())
                                .withName("main-3-data")
                                .get())
                .isNotNull();

        database.apply(SPEC);
        assertThat(database.awaitReady().ready()).isEqualTo("3/3");
    }

    @Test
    void aFencedInstanceStopsAndComesBack() {
        String replica = database.replica();
        database.apply(SPEC + "fenced: [" + replica + "]\n");

        database.await(
                status ->
                        status.instances().stream()
                                .anyMatch(
                                        it ->
                                                it.name().equals(replica)
                                                        && "Fenced".equals(it.role())));

        database.apply(SPEC + "fenced: []\n");
        assertThat(database.awaitReady().ready()).isEqualTo("3/3");
    }

    @Test
    void whatHibernatedOrWasDeletedComesBackWithItsData() {
        database.apply(SPEC + "hibernated: true\n");
        database.awaitReason("Hibernated");
        Awaited.until(this::pods, List::isEmpty, Database.PATIENCE);
        database.apply(SPEC + "hibernated: false\n");
        database.awaitReady();

        database.delete();
        Awaited.until(database::get, Objects::isNull);
        Awaited.until(this::pods, List::isEmpty, Database.PATIENCE);
        database.apply(SPEC);

        assertThat(database.awaitReady().ready()).isEqualTo("3/3");
        assertThat(
                        database.sql(
                                database.primary(),
                                SALES,
                                "SELECT count(*) FROM orders WHERE id = 1"))
                .isEqualTo("1");
    }

    @Test
    void aStalePrimaryLabelIsTakenOff() {
        String replica = database.replica();

        nodes.client()
                .pods()
                .inNamespace(database.namespace())
                .withName(replica + "-0")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"labels\":{\"platform.dhanman.com/postgres-rw\":\"true\"}}}");

        Awaited.until(
                () ->
                        nodes
                                .client()
                                .pods()
                                .inNamespace(database.namespace())
                                .withLabel("platform.dhanman.com/postgres-rw", "true")
                                .list()
                                .getItems()
                                .stream()
                                .map(pod -> pod.getMetadata().getName())
                                .toList(),
                List.of(database.primary() + "-0")::equals);
    }

    private List<Pod> pods() {
        return nodes.client()
                .pods()
                .inNamespace(database.namespace())
                .withLabel("platform.dhanman.com/postgres", Database.NAME)
                .list()
                .getItems();
    }
}
