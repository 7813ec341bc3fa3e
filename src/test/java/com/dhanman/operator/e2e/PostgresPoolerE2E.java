package com.dhanman.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.testkit.Awaited;
import com.dhanman.operator.testkit.Database;
import com.dhanman.operator.testkit.RealNodes;
import com.dhanman.operator.testkit.RowWriter;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Clients that go through PgBouncer, and what becomes of them when something changes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresPoolerE2E {
    private static final String SPEC =
            """
            instances: 2
            storage: {size: 1Gi}
            databases: [{name: qa-dhanman-sales, owner: dhanman_user}]
            pooler: {poolSize: 4}
            """;
    private static final String SALES = "qa-dhanman-sales";

    private final KubernetesClient client = new RealNodes().client();
    private final Database database =
            new Database(client, "pooler-" + Long.toString(System.currentTimeMillis() / 1000, 36));

    @BeforeAll
    void begin() {
        database.apply(SPEC);
        database.awaitReady();
    }

    @AfterAll
    void end() {
        database.close();
        client.close();
    }

    @Test
    void aClientGetsThroughByWhatTheSecretSaysAndNobodyElse() {
        String user = database.secret(SALES, "username");
        String password = database.secret(SALES, "password");

        assertThat(psql(user, password, "verify-full", "SELECT current_user"))
                .isEqualTo("dhanman_user");
        assertThat(psql(user, "wrong", "verify-full", "SELECT 1"))
                .contains("SASL authentication failed");
        assertThat(psql("postgres", "any", "verify-full", "SELECT 1")).contains("no such user");
        assertThat(psql("dhanman_pooler", "any", "verify-full", "SELECT 1"))
                .contains("SASL authentication failed");
        assertThat(psql(user, password, "disable", "SELECT 1")).contains("SSL required");
    }

    @Test
    void aFailoverLosesNothingAndLeavesSessionsOpen() {
        RowWriter writer = RowWriter.start(database, SALES, "failover", Duration.ZERO);
        String primary = database.primary();
        CompletableFuture<String> session =
                CompletableFuture.supplyAsync(
                        () ->
                                psql(
                                        database.secret(SALES, "username"),
                                        database.secret(SALES, "password"),
                                        "verify-full",
                                        "CREATE TABLE opened AS SELECT 1",
                                        "SELECT 'before'",
                                        "\\! sleep 10",
                                        "SELECT 'after'"));
        Awaited.until(
                () -> database.sql(primary, SALES, "SELECT to_regclass('opened')"),
                "opened"::equals);

        client.pods()
                .inNamespace(database.namespace())
                .withName(primary + "-0")
                .withGracePeriod(0)
                .delete();

        database.await(it -> it.primary() != null && !primary.equals(it.primary()));
        writer.awaitMore(100);
        RowWriter.Outcome outcome = writer.finish();
        assertThat(outcome.lost()).isZero();
        assertThat(session.join()).isEqualTo("before\nafter");
        database.awaitReady();
    }

    @Test
    void newPodsTakeOverWithoutOneClientFailing() {
        Set<String> before = poolers();
        RowWriter writer = RowWriter.start(database, SALES, "roll", Duration.ofSeconds(5));

        database.apply(SPEC.replace("{poolSize: 4}", "{resources: {requests: {memory: 80Mi}}}"));

        Awaited.until(
                this::poolers,
                now -> now.size() == 2 && now.stream().noneMatch(before::contains),
                Database.PATIENCE);
        RowWriter.Outcome outcome = writer.finish();
        assertThat(outcome.failed()).isZero();
        assertThat(outcome.lost()).isZero();
        assertThat(outcome.acknowledged()).isGreaterThan(100);
    }

    @Test
    void anotherPasswordNeedsNoOtherPod() {
        Set<String> before = poolers();
        String user = database.secret(SALES, "username");
        client.resources(PostgresCluster.class)
                .inNamespace(database.namespace())
                .withName(Database.NAME)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"annotations\":{\"platform.dhanman.com/rotate-passwords\":\"1\"}}}");

        String other =
                Awaited.until(
                        () -> database.secret(SALES, "username"),
                        now -> !now.equals(user),
                        Database.PATIENCE);

        assertThat(
                        psql(
                                other,
                                database.secret(SALES, "password"),
                                "verify-full",
                                "SELECT session_user, current_user"))
                .isEqualTo(other + "|dhanman_user");
        assertThat(poolers()).isEqualTo(before);
    }

    private Set<String> poolers() {
        return client
                .pods()
                .inNamespace(database.namespace())
                .withLabel("platform.dhanman.com/postgres-pooler", Database.NAME)
                .list()
                .getItems()
                .stream()
                .map(Pod::getMetadata)
                .map(it -> it.getUid())
                .collect(Collectors.toSet());
    }

    private String psql(String user, String password, String sslMode, String... sql) {
        return database.asClient(
                        new Database.Client("main-pooler", sslMode, user, password), SALES, sql)
                .output()
                .strip();
    }
}
