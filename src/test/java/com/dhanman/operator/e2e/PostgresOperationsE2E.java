package com.dhanman.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.faults.Writing;
import com.dhanman.operator.testkit.Awaited;
import com.dhanman.operator.testkit.Database;
import com.dhanman.operator.testkit.Dhanman;
import com.dhanman.operator.testkit.Kubeconfigs;
import com.dhanman.operator.testkit.RealNodes;
import com.dhanman.operator.testkit.Shell;
import com.dhanman.operator.testkit.StorageClasses;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** What people do to a cluster by the command line, while a client goes on writing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PostgresOperationsE2E {
    private static final List<String> ALL = List.of("main-1", "main-2", "main-3");

    private final RealNodes nodes = new RealNodes();
    private final String name = "ops-" + Long.toString(System.currentTimeMillis() / 1000, 36);
    private final Database database = new Database(nodes.client(), name);
    private Writing writing;

    @BeforeAll
    void begin() {
        StorageClasses.copy(nodes.client(), name, true);
        database.apply(
                """
                storage: {size: 1Gi, storageClass: %s}
                databases: [{name: app}]
                deletionPolicy: Delete
                """
                        .formatted(name));
        database.awaitReady();
        writing = Writing.begin(nodes.client(), name);
    }

    @BeforeEach
    void rest() {
        database.awaitAtRest();
    }

    @AfterAll
    void end() {
        database.close();
        StorageClasses.delete(nodes.client(), name);
        nodes.client().close();
    }

    @Test
    void statusTellsRolesTimelineLagAndSlots() {
        Shell.Result result = operate("status");

        assertThat(result.status()).as(result.output()).isZero();
        assertThat(result.output())
                .startsWith(name + "/main: PostgreSQL 18, 3/3 instances ready, replication Sync")
                .containsPattern(database.primary() + " +Primary +running +[0-9]+ +- ")
                .containsPattern("main-. +Replica +streaming +[0-9]+ +[0-9.]+ [KM]?i?B, [0-9.]+ s ")
                .containsPattern("main_._0 +physical +yes +[0-9.]+ [KM]?i?B +reserved")
                .containsPattern("app +app +main-db-app")
                .containsPattern("Ready +True +ClusterReady");
    }

    @Test
    void theBestReplicaTakesOver() {
        String before = database.primary();

        Shell.Result result = operate("switchover");

        assertThat(result.status()).as(result.output()).isZero();
        assertThat(result.output()).contains("took over from " + before);
        assertThat(database.awaitAtRest().primary()).isNotEqualTo(before);
    }

    @Test
    void aReplicaThatIsNamedTakesOverAlthoughItWasNotSynchronous() {
        String synchronous = database.synchronousReplica();
        String other =
                ALL.stream()
                        .filter(it -> !it.equals(synchronous) && !it.equals(database.primary()))
                        .findFirst()
                        .orElseThrow();

        Shell.Result result = operate("switchover", other);

        assertThat(result.status()).as(result.output()).isZero();
        assertThat(result.output())
                .contains("Running: " + other + " becomes a synchronous replica first")
                .contains("Succeeded: " + other + " took over");
        assertThat(database.awaitAtRest().primary()).isEqualTo(other);
        Awaited.until(
                () -> database.get().getStatus().replication(),
                it -> it.matches("Synchronous \\(main-[0-9]\\)"));
    }

    @Test
    void whatIsImpossibleIsToldAtOnce() {
        Shell.Result unknown = Dhanman.run("postgres", "status", "nosuch", "-n", name);
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.output())
                .isEqualTo(
                        "error: there is no PostgresCluster nosuch in the namespace %s; kubectl get dpg -A lists all\n"
                                .formatted(name));
        Shell.Result instance = operate("switchover", "main-9");
        assertThat(instance.status()).isEqualTo(2);
        assertThat(instance.output())
                .isEqualTo(
                        "error: main has no instance main-9; name one of main-1, main-2, main-3\n");

        Shell.Result leader = operate("switchover", database.primary());

        assertThat(leader.status()).isEqualTo(1);
        assertThat(leader.output()).contains("Failed: " + database.primary() + " leads already.");
        Shell.Result primary = operate("reinitialize", database.primary());
        assertThat(primary.status()).isEqualTo(1);
        assertThat(primary.output()).contains("is the primary. Switch over first");
    }

    @Test
    void whoMayOnlyLookSeesTheStatusAndIsToldWhatIsMissing() throws IOException {
        Path viewer = Kubeconfigs.of(nodes.client(), name, "view");

        Shell.Result status = Dhanman.program(viewer, "postgres", "status", "main", "-n", name);
        Shell.Result refused =
                Dhanman.program(viewer, "postgres", "switchover", "main", "-n", name);

        assertThat(status.status()).as(status.output()).isZero();
        assertThat(status.output())
                .containsPattern("main-. +Replica +streaming +[0-9]+ +0 MiB")
                .contains("psql cannot be run in the primary's pod: ");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.output())
                .contains("cannot patch resource \"postgresclusters\"")
                .contains("the operator's chart gives it to the roles edit and admin");
    }

    @Test
    void oneInstanceIsRestartedWhereItIs() {
        String primary = database.primary();
        List<String> before = started();

        Shell.Result result = operate("restart", primary);

        assertThat(result.status()).as(result.output()).isZero();
        assertThat(result.output()).contains("Succeeded: Restarted " + primary + ".");
        List<String> after = started();
        assertThat(
                        Stream.of(0, 1, 2)
                                .filter(it -> !before.get(it).equals(after.get(it)))
                                .map(ALL::get))
                .containsExactly(primary);
        assertThat(database.primary()).isEqualTo(primary);
    }

    @Test
    void allInstancesAreRestartedOnceForAnAnnotation() {
        List<String> before = started();

        assertThat(database.operate("restart", "tonight").message())
                .isEqualTo("Restarted main-1, main-2, main-3.");

        List<String> after = started();
        assertThat(after).doesNotContainAnyElementsOf(before);
        assertThat(database.operate("restart", "tonight").state()).isEqualTo("Succeeded");
        assertThat(started()).isEqualTo(after);
    }

    @Test
    void aReplicaIsClonedAnew() {
        String replica = database.replica();
        String marker = database.sql(replica, "postgres", "SHOW data_directory") + "/marker";
        database.run(replica, "touch", marker);

        Shell.Result result = operate("reinitialize", replica);

        assertThat(result.status()).as(result.output()).isZero();
        assertThat(result.output())
                .contains("Succeeded: " + replica + " was cloned anew and follows the primary.");
        assertThat(database.run(replica, "test", "-e", marker).status()).isEqualTo(1);
    }

    @Test
    void aPrimaryThatIsFencedStopsAndAnotherTakesOver() {
        String primary = database.primary();

        Shell.Result fenced = operate("fence", primary);

        assertThat(fenced.status()).as(fenced.output()).isZero();
        assertThat(fenced.output()).startsWith(primary + " is stopped, its volume is kept.");
        assertThat(database.primary()).isNotNull().isNotEqualTo(primary);
        Shell.Result again = operate("unfence", primary);
        assertThat(again.status()).as(again.output()).isZero();
        assertThat(database.awaitAtRest().ready()).isEqualTo("3/3");
    }

    @Test
    void aPausedClusterIsLeftAlone() {
        Shell.Result paused = operate("pause");
        assertThat(paused.status()).as(paused.output()).isZero();

        Shell.Result refused = operate("switchover");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.output()).contains("The resource is paused.");
        Shell.Result again = operate("unpause");
        assertThat(again.status()).as(again.output()).isZero();
        assertThat(again.output()).startsWith("ClusterReady");
    }

    @Test
    void volumesGrowAndNeverShrink() {
        Shell.Result less = operate("grow", "512Mi");
        assertThat(less.status()).isEqualTo(2);
        assertThat(less.output())
                .isEqualTo("error: volumes cannot shrink: they have 1Gi; give more than that\n");
        Shell.Result early = operate("grow", "2Gi", "--timeout", "3");
        assertThat(early.status()).as(early.output()).isEqualTo(1);
        assertThat(early.output()).contains("main-1-data has 1Gi and is to have 2Gi");

        ALL.forEach(this::grow);

        Shell.Result done = operate("grow", "2Gi");
        assertThat(done.status()).as(done.output()).isZero();
        assertThat(done.output()).isEqualTo("Volumes have the size that is declared.\n");
    }

    /** What the driver of a class that lets volumes grow does; the test cluster's has none. */
    private void grow(String instance) {
        var claim =
                nodes.client()
                        .persistentVolumeClaims()
                        .inNamespace(name)
                        .withName(instance + "-data");
        assertThat(claim.get().getSpec().getResources().getRequests().get("storage"))
                .hasToString("2Gi");
        claim.subresource("status")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"status\":{\"capacity\":{\"storage\":\"2Gi\"}}}");
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void nothingThatWasAcknowledgedIsLost() {
        Writing.Outcome outcome = writing.end();

        assertThat(outcome.lost()).isZero();
        assertThat(outcome.acknowledged()).isGreaterThan(1000);
    }

    /** When PostgreSQL of each instance was started. */
    private List<String> started() {
        return ALL.stream()
                .map(it -> database.sql(it, "postgres", "SELECT pg_postmaster_start_time()"))
                .toList();
    }

    private Shell.Result operate(String command, String... more) {
        return Dhanman.run(
                Stream.concat(Stream.of("postgres", command, "main", "-n", name), Stream.of(more))
                        .toArray(String[]::new));
    }
}
