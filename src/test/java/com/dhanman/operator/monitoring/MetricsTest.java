package com.dhanman.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.testkit.Metrics;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Alerts and dashboards ask for metrics of which it is known where they come from. */
class MetricsTest {
    @Test
    void alertsAndDashboardsUseWhatThereIs() throws IOException {
        Set<String> used = new TreeSet<>();
        Alerts.all().forEach(alert -> used.addAll(Metrics.in(alert.path("expr").asText())));
        for (JsonNode dashboard : dashboards()) {
            for (JsonNode expression : dashboard.findValues("expr")) {
                used.addAll(Metrics.in(expression.asText()));
            }
            for (JsonNode query : dashboard.findPath("templating").findValues("query")) {
                used.addAll(Metrics.in(query.asText()));
            }
        }
        assertThat(used).contains("pg_up", "up", "patroni_primary");
        assertThat(used).isEqualTo(Metrics.known());
    }

    @Test
    void dashboardsAreWhole() throws IOException {
        assertThat(dashboards())
                .isNotEmpty()
                .allSatisfy(
                        dashboard -> {
                            assertThat(dashboard.path("uid").asText()).startsWith("dhanman-");
                            List<JsonNode> panels = new ArrayList<>();
                            dashboard.path("panels").forEach(panels::add);
                            assertThat(panels.stream().map(it -> it.path("id").asInt()))
                                    .doesNotHaveDuplicates();
                            assertThat(panels)
                                    .filteredOn(it -> !it.path("type").asText().equals("row"))
                                    .allSatisfy(
                                            panel -> {
                                                assertThat(panel.path("description").asText())
                                                        .isNotBlank();
                                                assertThat(panel.path("targets")).isNotEmpty();
                                            });
                        });
    }

    private static List<JsonNode> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(Alerts.FILE.getParent())) {
            return files.filter(it -> it.toString().endsWith("-dashboard.json"))
                    .sorted()
                    .map(Alerts::yaml)
                    .toList();
        }
    }
}
