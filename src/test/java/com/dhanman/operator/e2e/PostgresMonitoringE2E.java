package com.dhanman.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.PostgresClusterStatus;
import com.dhanman.operator.kernel.Conditions;
import com.dhanman.operator.testkit.Awaited;
import com.dhanman.operator.testkit.Database;
import com.dhanman.operator.testkit.Metrics;
import com.dhanman.operator.testkit.RealNodes;
import com.dhanman.operator.testkit.Shell;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** What a cluster tells of itself, and that telling it does no harm. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PostgresMonitoringE2E {
    private static final String SPEC =
            """
            instances: 2
            storage: {size: 1Gi}
            databases: [{name: sales, owner: dhanman_user}]
            """;
    private static final List<String> INSTANCES = List.of("main-1", "main-2");

    private final RealNodes nodes = new RealNodes();
    private final Database database =
            new Database(
                    nodes.client(),
                    "monitoring-" + Long.toString(System.currentTimeMillis() / 1000, 36));

    @BeforeAll
    void begin() {
        database.apply(SPEC);
        database.awaitReady();
    }

    @AfterAll
    void end() {
        database.close();
        nodes.client().close();
    }

    @Test
    void alertsAndDashboardsFindEveryMetric() {
        Set<String> exporters = new TreeSet<>();
        Set<String> patronis = new TreeSet<>();
        for (String instance : INSTANCES) {
            assertThat(Awaited.until(() -> exporter(instance), it -> it.contains("\npg_up 1")))
                    .contains("pg_exporter_last_scrape_error 0");
            exporters.addAll(Metrics.scraped(exporter(instance)));
            patronis.addAll(Metrics.scraped(pods("https:" + instance + "-0:8008", "/metrics")));
        }
        assertThat(exporters).containsAll(Metrics.known("exporter"));
        assertThat(patronis).containsAll(Metrics.known("patroni"));
    }

    @Test
    void theOperatorTellsConditions() {
        String metrics =
                nodes.client()
                        .raw(
                                "/api/v1/namespaces/%s/pods/%s:8080/proxy/metrics"
                                        .formatted(RealNodes.OPERATOR, nodes.leader()));

        assertThat(Metrics.scraped(metrics)).containsAll(Metrics.known("operator"));
        assertThat(metrics)
                .contains(
                        "dhanman_postgres_condition{condition=\"Ready\",namespace=\"%s\",postgres_cluster=\"main\",reason=\"ClusterReady\""
                                .formatted(database.namespace()));
    }

    @Test
    void theExporterReadsNoTableAndIsNobodyElse() {
        database.sql(database.primary(), "sales", "CREATE TABLE orders AS SELECT 1 AS id");

        assertThat(asExporter("-U dhanman_exporter -d sales -c 'SELECT * FROM orders'"))
                .contains("permission denied");
        assertThat(asExporter("-U postgres -d postgres -c 'SELECT 1'"))
                .contains("Peer authentication failed");
        assertThat(asExporter("-U dhanman_exporter -d postgres -h main-rw -c 'SELECT 1'"))
                .as("it does not log in over the network")
                .contains("pg_hba.conf rejects connection");
        assertThat(inExporter("ls /var/run/secrets/kubernetes.io/serviceaccount")).isBlank();
    }

    @Test
    void anExporterThatEndsComesBackAndNobodyNotices() {
        String instance = database.primary();
        PodCondition ready = ready(pod(instance));
        String started = started(instance);

        inExporter(
                "for p in /proc/[1-9]*; do tr '\\0' ' ' <$p/cmdline | grep -q ^prometheus && kill"
                        + " -9 ${p#/proc/}; done");

        Awaited.until(() -> exporter(instance), it -> it.contains("\npg_up 1"));
        assertThat(started(instance)).isEqualTo(started);
        assertThat(ready(pod(instance)).getLastTransitionTime())
                .isEqualTo(ready.getLastTransitionTime());
        assertThat(pod(instance).getStatus().getContainerStatuses())
                .extracting(ContainerStatus::getRestartCount)
                .containsOnly(0);
    }

    @Test
    void aVolumeThatFillsIsToldBeforeItIsFull() {
        PostgresClusterStatus status = told("data=90", "VolumeFilling");
        assertThat(Database.condition(status, "DiskPressure").getMessage())
                .contains(database.primary() + ": data 90 %")
                .contains("Raise spec.storage.size (1Gi)");
        assertThat(Conditions.isTrue(status.conditions(), Conditions.READY)).isTrue();

        status = told("data=98", "VolumeFull");
        assertThat(Conditions.isTrue(status.conditions(), Conditions.STALLED)).isTrue();

        told("data=0", "EnoughSpace");
        database.awaitReady();
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void withoutMonitoringInstancesAreRenewedOneByOneAndNobodyLogsIn() {
        database.apply(SPEC + "monitoring: {enabled: false}\n");

        Awaited.until(
                () -> INSTANCES.stream().map(this::pod).toList(),
                pods ->
                        pods.stream()
                                .allMatch(
                                        it ->
                                                it != null
                                                        && containers(it)
                                                                .equals(List.of("postgres"))),
                Database.PATIENCE);
        database.awaitReady();
        assertThat(
                        database.sql(
                                database.primary(),
                                "postgres",
                                "SELECT rolcanlogin FROM pg_roles WHERE rolname ="
                                        + " 'dhanman_exporter'"))
                .isEqualTo("f");
    }

    private static List<String> containers(Pod pod) {
        return pod.getSpec().getContainers().stream().map(Container::getName).toList();
    }

    private static PodCondition ready(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .filter(it -> it.getType().equals("Ready"))
                .findFirst()
                .orElseThrow();
    }

    private Pod pod(String instance) {
        return nodes.client()
                .pods()
                .inNamespace(database.namespace())
                .withName(instance + "-0")
                .get();
    }

    private String started(String instance) {
        return database.sql(instance, "postgres", "SELECT pg_postmaster_start_time()");
    }

    private String exporter(String instance) {
        return pods(instance + "-0:9187", "/metrics");
    }

    /** Asks a pod by way of the API server; empty where it does not answer. */
    private String pods(String address, String path) {
        try {
            return String.valueOf(
                    nodes.client()
                            .raw(
                                    "/api/v1/namespaces/%s/pods/%s/proxy%s"
                                            .formatted(database.namespace(), address, path)));
        } catch (KubernetesClientException e) {
            return "";
        }
    }

    private String asExporter(String arguments) {
        return inExporter(
                "psql -XAtq "
                        + (arguments.contains("-h ") ? "" : "-h /run/postgresql ")
                        + arguments);
    }

    private String inExporter(String script) {
        return in("exporter", "sh", "-c", script);
    }

    /** Has the pod tell of its volumes, which it does itself once when it has run for a while. */
    private PostgresClusterStatus told(String volumes, String reason) {
        return Awaited.until(
                () -> {
                    in("postgres", "tell-volumes", volumes);
                    return database.get().getStatus();
                },
                it -> Database.condition(it, "DiskPressure").getReason().equals(reason));
    }

    private String in(String container, String... command) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "kubectl",
                                "exec",
                                "-n",
                                database.namespace(),
                                database.primary() + "-0",
                                "-c",
                                container,
                                "--"));
        all.addAll(List.of(command));
        return Shell.attempt(all.toArray(String[]::new)).output();
    }
}
