package com.dhanman.operator.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.install.Chart.Manifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The chart's alerts and dashboards, where they are asked for. */
class ChartMonitoringTest {
    private static final String RULES = "monitoring: {rules: {enabled: true}}";

    @Test
    void isLeftOutUnlessAskedFor() {
        assertThat(Chart.render(""))
                .extracting(Manifest::kind)
                .doesNotContain("PrometheusRule", "ConfigMap");
    }

    @Test
    void anOperatorThatIsNotScrapedIsNotSaidToBeDown() {
        assertThat(groups(RULES)).containsExactly("dhanman-postgres", "dhanman-backup");
        assertThat(groups("{serviceMonitor: {enabled: true}, " + RULES + "}"))
                .containsExactly("dhanman-postgres", "dhanman-backup", "dhanman-operator");
    }

    @Test
    void alertsLookForTheOperatorByItsNameAndLeadToTheRunbook() {
        String rules =
                rule("""
                fullnameOverride: platform
                serviceMonitor: {enabled: true}
                monitoring: {rules: {enabled: true, labels: {release: prom}, runbook: "https://wiki/pg"}}
                """)
                        .content()
                        .toString();

        assertThat(rules)
                .contains("absent(up{job=\"platform-metrics\"} == 1)")
                .contains("runbook_url=https://wiki/pg#no-primary")
                .contains("release=prom")
                .doesNotContain("docs/postgres.md");
    }

    @Test
    void alertsKeepWhatPrometheusIsToFillIn() {
        assertThat(rule(RULES).content().toString())
                .contains("PostgresCluster {{ $labels.namespace }}/{{ $labels.postgres_cluster }}");
    }

    @Test
    void grafanaFindsTheDashboardAsItIs() {
        Manifest map =
                Chart.render("monitoring: {dashboards: {enabled: true}}").stream()
                        .filter(it -> it.kind().equals("ConfigMap"))
                        .findFirst()
                        .orElseThrow();

        assertThat(map.labels()).containsEntry("grafana_dashboard", "1");
        String file =
                Chart.read(
                        Path.of("helm/dhanman-operator/files/monitoring/postgres-dashboard.json"));
        assertThat(((Map<?, ?>) map.content().get("data")).get("postgres-dashboard.json"))
                .asString()
                .isEqualToIgnoringWhitespace(file);
    }

    /** The operator's figures of clusters have the clusters' namespace. */
    @Test
    void whatTheOperatorTellsOfClustersKeepsTheirNamespace() {
        assertThat(Chart.text("serviceMonitor: {enabled: true}")).contains("honorLabels: true");
    }

    private static Manifest rule(String values) {
        return Chart.render(values).stream()
                .filter(it -> it.kind().equals("PrometheusRule"))
                .findFirst()
                .orElseThrow();
    }

    private static List<Object> groups(String values) {
        Map<?, ?> spec = (Map<?, ?>) rule(values).content().get("spec");
        return ((List<?>) spec.get("groups"))
                .stream().<Object>map(it -> ((Map<?, ?>) it).get("name")).toList();
    }
}
