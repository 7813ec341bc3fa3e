package com.dhanman.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.PostgresClusterStatus;
import com.dhanman.operator.faults.Appender;
import com.dhanman.operator.faults.Summary;
import com.dhanman.operator.kernel.Conditions;
import com.dhanman.operator.testkit.Awaited;
import com.dhanman.operator.testkit.Database;
import com.dhanman.operator.testkit.RealNodes;
import com.dhanman.operator.testkit.Shell;
import com.dhanman.operator.testkit.Vps;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A server that somebody ran by hand becomes a cluster while a client writes to it, as
 * docs/postgres.md tells.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExternalMigrationE2E {
    private static final String PASSWORD = "it's \"old\", and kept";
    private static final String SALES = "prod-dhanman-sales";
    private static final String SPEC =
            """
            storage: {size: 1Gi}
            parameters: {max_connections: 150}
            databases: [{name: prod-dhanman-sales, owner: dhanman_user}]
            roles: [{name: dhanman_user, passwordSecret: {name: client, key: password}}]
            bootstrap: {standbyOf: {host: %s, user: standby, slot: dhanman, passwordSecret: {name: vps, key: password}}}
            """;
    private static final Pattern LINE = Pattern.compile("such as: (host replication [^,]+),");

    private final RealNodes nodes = new RealNodes();
    private final Database database =
            new Database(
                    nodes.client(), "vps-" + Long.toString(System.currentTimeMillis() / 1000, 36));
    private Vps vps;

    @BeforeAll
    void begin() {
        vps = Vps.start(nodes.client());
        vps.sql(
                "postgres",
                "CREATE ROLE dhanman_user LOGIN PASSWORD '%s'"
                        .formatted(PASSWORD.replace("'", "''")),
                "CREATE DATABASE \"%s\" OWNER dhanman_user".formatted(SALES),
                // What would keep a copy from starting, or make it another than is declared.
                "ALTER SYSTEM SET ssl_cert_file = '/etc/ssl/certs/vps.pem'",
                "ALTER SYSTEM SET work_mem = '32MB'");
        vps.admit("hostssl all dhanman_user 10.130.0.0/16 scram-sha-256");
        secret("vps", Map.of("password", "p:a\\ss"));
        secret("client", client());
    }

    @AfterAll
    void end() {
        database.close();
        if (vps != null) {
            vps.close();
        }
        nodes.client().close();
    }

    @Test
    void aLoadedServerIsFollowedAndLeftWithoutLosingARow() {
        Appender client = Appender.toUri(nodes.client(), database.namespace(), "client");
        Awaited.until(() -> client.writes(Set.of("rw"), 50), it -> it);

        prepareAsTold();
        PostgresClusterStatus standby = database.awaitReason("Standby");
        follows(standby);

        vps.stop();
        long stopped = System.currentTimeMillis();
        String told = promote();
        Awaited.until(() -> client.writes(Set.of("rw"), 0), it -> it);
        client.finish();
        Summary summary =
                Awaited.until(() -> Summary.in(client.log()), it -> it.isPresent()).orElseThrow();

        print(summary, stopped, told);
        assertThat(summary.verified()).isTrue();
        assertThat(summary.lost()).isZero();
        assertThat(summary.twice()).isZero();
        assertThat(summary.origins())
                .extracting(Summary.Origin::timeline)
                .as("rows were acknowledged by both")
                .containsExactly(1, 2);
        isOnItsOwn();
    }

    /** Refuses what is missing, does what the message says, and so on until it holds. */
    private void prepareAsTold() {
        database.apply(SPEC.formatted(vps.address()));
        String refused =
                Database.condition(database.awaitReason("SourceRefuses"), "SourceReady")
                        .getMessage();
        assertThat(
                        nodes.client()
                                .resources(PersistentVolumeClaim.class)
                                .inNamespace(database.namespace())
                                .list()
                                .getItems())
                .as("nothing is made")
                .isEmpty();
        Matcher line = LINE.matcher(refused);
        assertThat(line.find()).as(refused).isTrue();
        // The operator's address is in it; the instances are elsewhere.
        vps.admit(line.group(1).replaceFirst("\\d+\\.\\d+\\.\\d+\\.\\d+/32", "10.130.0.0/16"));
        vps.sql(
                "postgres",
                "CREATE ROLE standby LOGIN REPLICATION PASSWORD 'p:a\\ss'",
                "SELECT pg_create_physical_replication_slot('dhanman', true)");
    }

    private void follows(PostgresClusterStatus status) {
        assertThat(status.ready()).isEqualTo("3/3");
        assertThat(status.replication()).isEqualTo("Standby");
        assertThat(status.source().state()).isEqualTo("Following");
        assertThat(status.source().lag()).isEqualTo("0 MiB");
        assertThat(status.source().lagSeconds()).isZero();
        assertThat(Database.condition(status, "PrimaryReady").getReason())
                .isEqualTo("FollowsSource");
        assertThat(addresses("main-rw")).as("nothing takes writes").isEmpty();
        assertThat(addresses("main-ro")).hasSize(3);
        assertThat(database.sql("main-1", SALES, "SHOW work_mem")).isNotEqualTo("32MB");
        assertThat(
                        vps.sql(
                                        "postgres",
                                        "SELECT count(*) FROM pg_stat_replication WHERE state ="
                                                + " 'streaming'")
                                .strip())
                .as("the others follow the first")
                .isEqualTo("1");
    }

    /** By the command that people use. */
    private String promote() {
        return Shell.run(
                        "java",
                        "-jar",
                        "target/quarkus-app/quarkus-run.jar",
                        "postgres",
                        "promote",
                        Database.NAME,
                        "-n",
                        database.namespace())
                .strip();
    }

    private void isOnItsOwn() {
        PostgresClusterStatus status =
                database.await(
                        it ->
                                Conditions.isTrue(it.conditions(), Conditions.READY)
                                        && it.source().promotedAt() != null);
        assertThat(status.source().state()).isEqualTo("Promoted");
        assertThat(status.source().message()).contains("pg_drop_replication_slot('dhanman')");
        assertThat(status.timeline()).isEqualTo(2);
        assertThat(status.replication()).startsWith("Synchronous (main-");
        assertThat(addresses("main-rw")).hasSize(1);
        assertThat(
                        database.asClient(
                                        "main-rw",
                                        "verify-full",
                                        SALES,
                                        "SELECT current_user, pg_is_in_recovery()")
                                .output()
                                .strip())
                .isEqualTo("dhanman_user|f");
        Awaited.until(
                () ->
                        database.sql(
                                status.primary(),
                                "postgres",
                                "SELECT count(*) FROM pg_stat_replication WHERE usename ="
                                        + " 'replicator'"),
                "2"::equals,
                Database.PATIENCE);
    }

    private static void print(Summary summary, long stopped, String told) {
        Summary.Gap pause =
                summary.streams().getFirst().gaps().stream()
                        .max((a, b) -> Long.compare(a.to() - a.from(), b.to() - b.from()))
                        .orElseThrow();
        System.out.printf(
                "Moved from a server under load: %d rows acknowledged, %d lost; pause for the client"
                        + " %.1f s, of which %.1f s after the server had stopped. %s%n",
                summary.acked(),
                summary.lost(),
                (pause.to() - pause.from()) / 1000.0,
                (pause.to() - stopped) / 1000.0,
                told);
    }

    private List<String> addresses(String service) {
        return nodes
                .client()
                .discovery()
                .v1()
                .endpointSlices()
                .inNamespace(database.namespace())
                .withLabel("kubernetes.io/service-name", service)
                .list()
                .getItems()
                .stream()
                // null where there is none: the API server leaves it out
                .flatMap(it -> Stream.ofNullable(it.getEndpoints()).flatMap(List::stream))
                .map(Endpoint::getAddresses)
                .flatMap(List::stream)
                .toList();
    }

    /** What a client knows that names both, the old server and the new one. */
    private Map<String, String> client() {
        String uri =
                "postgresql://dhanman_user@%s:5432,main-rw.%s.svc:5432/%s?sslmode=require&target_session_attrs=read-write"
                        .formatted(vps.address(), database.namespace(), SALES);
        return Map.of(
                "uri",
                uri,
                "username",
                "dhanman_user",
                "password",
                PASSWORD,
                "database",
                SALES,
                "port",
                "5432",
                "npgsql-multihost",
                "Host=main-1;Port=5432");
    }

    private void secret(String name, Map<String, String> content) {
        nodes.client()
                .resource(
                        new SecretBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .withNamespace(database.namespace())
                                .endMetadata()
                                .withStringData(content)
                                .build())
                .create();
    }
}
