package com.dhanman.operator.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.dhanman.operator.GeneratedFiles;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The chart's values: described, checked, and each with an effect. */
class ChartValuesTest {
    private static final String VALUES = Chart.read(Chart.FOLDER.resolve("values.yaml"));
    private static final String DEFAULT = Chart.text("");

    /** For each value one that differs from the default. */
    private static final Map<String, String> OTHERS =
            Map.ofEntries(
                    Map.entry("replicas", "3"),
                    Map.entry("image.repository", "registry.example.com/dhanman-operator"),
                    Map.entry("image.tag", "1.2.3"),
                    Map.entry("image.digest", "\"sha256:" + "0123456789abcdef".repeat(4) + "\""),
                    Map.entry("image.pullPolicy", "Always"),
                    Map.entry("imagePullSecrets", "[{name: registry}]"),
                    Map.entry("postgresImage.repository", "registry.example.com/dhanman-postgres"),
                    Map.entry("postgresImage.tag", "\"18.1\""),
                    Map.entry(
                            "postgresImage.digest",
                            "\"sha256:" + "fedcba9876543210".repeat(4) + "\""),
                    Map.entry("crds.install", "false"),
                    Map.entry("crds.keep", "false"),
                    Map.entry("rbac.create", "false"),
                    Map.entry("rbac.aggregatedRoles", "false"),
                    Map.entry("serviceAccount.create", "false"),
                    Map.entry("serviceAccount.name", "operator"),
                    Map.entry("serviceAccount.annotations", "{example.com/role: operator}"),
                    Map.entry("logLevel", "DEBUG"),
                    Map.entry("extraEnv", "[{name: JAVA_TOOL_OPTIONS, value: \"-Xlog:gc\"}]"),
                    Map.entry("resources.requests", "{cpu: 0.5}"),
                    Map.entry("resources.limits", "{memory: 1Gi}"),
                    Map.entry("priorityClassName", "system-cluster-critical"),
                    Map.entry("podLabels", "{team: platform}"),
                    Map.entry("podAnnotations", "{example.com/note: \"any text, at all\"}"),
                    Map.entry("nodeSelector", "{kubernetes.io/arch: amd64}"),
                    Map.entry("tolerations", "[{key: dedicated, operator: Exists}]"),
                    Map.entry(
                            "affinity",
                            "{nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution:"
                                    + " []}}"),
                    Map.entry("serviceMonitor.enabled", "true"),
                    Map.entry("serviceMonitor.labels", "{release: prometheus}"),
                    Map.entry("serviceMonitor.interval", "1m"),
                    Map.entry("monitoring.rules.enabled", "true"),
                    Map.entry("monitoring.rules.labels", "{release: prometheus}"),
                    Map.entry("monitoring.rules.runbook", "https://wiki.example.com/postgres"),
                    Map.entry("monitoring.rules.backupRunbook", "https://wiki.example.com/backups"),
                    Map.entry("monitoring.dashboards.enabled", "true"),
                    Map.entry("monitoring.dashboards.labels", "{dashboards: \"yes\"}"),
                    Map.entry("networkPolicy.enabled", "true"),
                    Map.entry("networkPolicy.apiServerPorts", "[16443]"),
                    Map.entry("networkPolicy.postgresSourcePorts", "[15432]"),
                    Map.entry(
                            "networkPolicy.from",
                            "[{namespaceSelector: {matchLabels: {team: platform}}}]"),
                    Map.entry("nameOverride", "operator"),
                    Map.entry("fullnameOverride", "operator"));

    @Test
    void readmeHasThemAll() {
        var readme = Chart.FOLDER.resolve("README.md");
        GeneratedFiles.assertCurrent(readme, ValuesTable.into(Chart.read(readme), VALUES));
    }

    @Test
    void eachIsDescribed() {
        assertThat(paths("", Chart.parse(VALUES)))
                .as("a comment `# --` stands above each value, or above the group that it is in")
                .allMatch(
                        path ->
                                ValuesTable.documented(VALUES).keySet().stream()
                                        .anyMatch(it -> (path + ".").startsWith(it + ".")));
    }

    static Set<String> documented() {
        return ValuesTable.documented(VALUES).keySet();
    }

    @ParameterizedTest
    @MethodSource("documented")
    void eachHasAnEffect(String path) {
        assertThat(OTHERS).as("a value that is not the default").containsKey(path);
        String group = path.contains(".") ? path.substring(0, path.lastIndexOf('.')) : "";
        String enabled = group + ".enabled";
        if (path.equals(enabled)) {
            assertThat(Chart.text(nested(enabled, "true"))).isNotEqualTo(DEFAULT);
        } else if (documented().contains(enabled)) {
            assertThat(Chart.text(nested(path, OTHERS.get(path) + ", enabled: true")))
                    .isNotEqualTo(Chart.text(nested(enabled, "true")));
        } else {
            assertThat(Chart.text(nested(path, OTHERS.get(path)))).isNotEqualTo(DEFAULT);
        }
    }

    /** Such as {@code {a: {b: value}}}. */
    private static String nested(String path, String value) {
        return "{" + path.replace(".", ": {") + ": " + value + "}".repeat(path.split("\\.").length);
    }

    private static Set<String> paths(String prefix, Map<?, ?> values) {
        Set<String> paths = new HashSet<>();
        values.forEach(
                (key, value) -> {
                    if (value instanceof Map<?, ?> group && !group.isEmpty()) {
                        paths.addAll(paths(prefix + key + ".", group));
                    } else {
                        paths.add(prefix + key);
                    }
                });
        return paths;
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("replica: 2", List.of("replica", "not allowed")),
                arguments("image: {registry: example.com}", List.of("/image", "registry")),
                arguments("replicas: 0", List.of("/replicas", "minimum", "1")),
                arguments("replicas: two", List.of("/replicas", "integer")),
                arguments("replicas: null", List.of("missing", "replicas")),
                arguments(
                        "{image: {repository: \"a:1.0\"}}", List.of("/image/repository", "a:1.0")),
                arguments("{image: {repository: \"\"}}", List.of("/image/repository")),
                arguments("{image: {tag: 1.0}}", List.of("/image/tag", "string")),
                arguments("{image: {digest: \"0123\"}}", List.of("/image/digest", "sha256")),
                arguments(
                        "{image: {pullPolicy: Sometimes}}", List.of("/image/pullPolicy", "Always")),
                arguments("imagePullSecrets: [registry]", List.of("/imagePullSecrets/0", "object")),
                arguments("logLevel: info", List.of("/logLevel", "INFO")),
                arguments(
                        "resources: {limits: {memory: lots}}", List.of("/resources/limits/memory")),
                arguments("resources: {limit: {}}", List.of("/resources", "limit")),
                arguments("extraEnv: {A: b}", List.of("/extraEnv", "array")),
                arguments(
                        "extraEnv: [{name: A, value: 1}]", List.of("/extraEnv/0/value", "string")),
                arguments("tolerations: [{effect: Never}]", List.of("/tolerations/0/effect")),
                arguments("affinity: {nodes: {}}", List.of("/affinity", "nodes")),
                arguments("serviceMonitor: {interval: soon}", List.of("/serviceMonitor/interval")),
                arguments("serviceMonitor: {enabled: \"yes\"}", List.of("enabled", "boolean")),
                arguments("networkPolicy: {apiServerPorts: []}", List.of("apiServerPorts")),
                arguments("podLabels: {\"a b\": c}", List.of("/podLabels")),
                arguments("fullnameOverride: My_Operator", List.of("/fullnameOverride")));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWhatWouldNotWorkAndSaysWhere(String values, List<String> words) {
        assertThatThrownBy(() -> Chart.text(values))
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }

    @Test
    void mayBePartOfAnotherChart() {
        assertThat(Chart.text("global: {region: south}")).isEqualTo(DEFAULT);
    }
}
