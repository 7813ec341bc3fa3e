package com.dhanman.operator.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.testkit.Awaited;
import com.dhanman.operator.testkit.Database;
import com.dhanman.operator.testkit.RunningOperator;
import com.dhanman.operator.testkit.RunningOperator.Operator;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The Prometheus Operator may come after ours, and go before it. */
@ExtendWith(RunningOperator.class)
class PodMonitorIT {
    private static final Path DEFINITION =
            Path.of("src/test/resources/monitoring/podmonitors.yaml");
    private static final String SPEC =
            """
            image: localhost/there-is-no-such-image:18
            instances: 1
            storage: {size: 1Gi}
            """;

    private final KubernetesClient client;
    private final Database database;

    PodMonitorIT(Operator operator) {
        this.client = operator.client();
        this.database =
                new Database(client, "it-pm-" + Long.toString(System.nanoTime(), 36).toLowerCase());
    }

    @AfterEach
    void tidy() {
        database.close();
        uninstall();
    }

    @Test
    void clustersAreMonitoredFromWhenItIsThereUntilItIsGone() throws Exception {
        database.apply(SPEC);
        awaitInstances(1);

        client.resource(Files.readString(DEFINITION)).serverSideApply();
        Awaited.until(this::endpoints, List.of("metrics", "patroni")::equals);

        monitor().edit(PodMonitorIT::withAnotherEndpoint);
        Awaited.until(this::endpoints, List.of("metrics", "patroni")::equals);

        database.apply(SPEC + "monitoring: {enabled: false}\n");
        Awaited.until(() -> monitor().get(), Objects::isNull);

        database.apply(SPEC);
        Awaited.until(this::endpoints, List.of("metrics", "patroni")::equals);
        uninstall();
        database.apply(SPEC.replace("instances: 1", "instances: 2"));
        awaitInstances(2);
        assertThat(database.get().getStatus().conditions())
                .as("nothing is amiss without it")
                .noneMatch(it -> it.getType().equals("Stalled"));
    }

    private void awaitInstances(int number) {
        Awaited.until(
                () ->
                        client.resources(StatefulSet.class)
                                .inNamespace(database.namespace())
                                .list()
                                .getItems()
                                .size(),
                it -> it == number);
    }

    private void uninstall() {
        client.load(getClass().getResourceAsStream("/monitoring/podmonitors.yaml")).delete();
    }

    private Resource<GenericKubernetesResource> monitor() {
        return client.genericKubernetesResources(
                        new ResourceDefinitionContext.Builder()
                                .withGroup("monitoring.coreos.com")
                                .withVersion("v1")
                                .withKind("PodMonitor")
                                .withPlural("podmonitors")
                                .withNamespaced(true)
                                .build())
                .inNamespace(database.namespace())
                .withName(Database.NAME);
    }

    private List<?> endpoints() {
        GenericKubernetesResource monitor = monitor().get();
        List<Map<String, ?>> endpoints =
                monitor == null ? null : monitor.get("spec", "podMetricsEndpoints");
        return endpoints == null
                ? List.of()
                : endpoints.stream().map(it -> it.get("port")).toList();
    }

    private static GenericKubernetesResource withAnotherEndpoint(
            GenericKubernetesResource monitor) {
        Map<String, Object> spec = monitor.get("spec");
        spec.put("podMetricsEndpoints", List.of(Map.of("port", "another")));
        return monitor;
    }
}
