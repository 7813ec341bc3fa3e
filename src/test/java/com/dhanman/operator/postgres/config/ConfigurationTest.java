package com.dhanman.operator.postgres.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.GeneratedFiles;
import com.dhanman.operator.api.v1alpha1.PostgresClusterSpec;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.postgres.config.Heritage.Course;
import com.dhanman.operator.testkit.SeedConfiguration;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** patroni.yml and the dynamic configuration, as files to look at. `make generate` writes them. */
class ConfigurationTest {
    private static final Path GOLDEN = Path.of("src/test/resources/postgres/configuration");
    private static final Heritage HERITAGE = new Heritage(true, Course.FOLLOWS, true, false);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String SOURCE =
            "bootstrap: {standbyOf: {host: vps.example.com, user: follower, slot: kubernetes,"
                    + " passwordSecret: {name: vps, key: password}, promote: %s}}";

    static Map<String, String> cases() throws IOException {
        Map<String, String> cases = new TreeMap<>();
        cases.put("defaults", "storage: {size: 50Gi}");
        cases.put(
                "seed",
                "storage: {size: 200Gi, wal: {size: 20Gi}}\nresources: {limits: {memory: 16Gi}}\nparameters:\n"
                        + SeedConfiguration.yaml().indent(2));
        cases.put("single", "storage: {size: 5Gi}\ninstances: 1");
        cases.put(
                "quorum",
                "storage: {size: 50Gi}\ninstances: 5\nreplication: {mode: Quorum, strict: true,"
                        + " synchronousReplicas: 2}\npgHba: ['hostssl \"prämien\" all 10.0.0.0/8"
                        + " scram-sha-256']");
        cases.put(
                "asynchronous",
                "storage: {size: 50Gi}\ninstances: 2\nreplication: {mode: Asynchronous}");
        cases.put("follows", "storage: {size: 50Gi}\n" + SOURCE.formatted(false));
        cases.put(
                "follows-with-log-apart",
                "storage: {size: 50Gi, wal: {size: 5Gi}}\n" + SOURCE.formatted(false));
        cases.put("promoted", "storage: {size: 50Gi}\n" + SOURCE.formatted(true));
        return cases;
    }

    @ParameterizedTest
    @MethodSource("names")
    void isAsItWasReviewed(String name) throws IOException {
        Configuration configuration = configuration(cases().get(name));

        assertThat(configuration.findings())
                .noneMatch(it -> it.severity() == Finding.Severity.ERROR);
        GeneratedFiles.assertCurrent(
                GOLDEN.resolve(name),
                Map.of(
                        "patroni.yml",
                        configuration.patroniFile(),
                        "dynamic.json",
                        JSON.readTree(configuration.dynamic()).toPrettyString() + "\n"));
        assertThat(configuration(cases().get(name))).isEqualTo(configuration);
    }

    static Iterable<String> names() throws IOException {
        return cases().keySet();
    }

    /** Patroni writes it anew after it made a cluster; different bytes would be a change. */
    @Test
    void isWrittenAsPatroniWritesIt() throws IOException {
        String text = configuration(cases().get("quorum")).dynamic();

        assertThat(text).contains("\"hostssl \\\"pr\\u00e4mien\\\" all 10.0.0.0/8 scram-sha-256\"");
        assertThat(text).matches("\\p{ASCII}*").doesNotContain(": ", ", \"", "\n");
    }

    @Test
    void saysWhenPatroniIsToPause() {
        PostgresClusterSpec spec = Specs.with();
        assertThat(
                        Configuration.of("main", spec, Specs.resources(spec), Lineage.OWN, true)
                                .dynamic())
                .contains("\"pause\":true");
    }

    /** The limits that Patroni would otherwise correct by itself, and not as we mean it. */
    @Test
    void keepsPatronisRuleOfTimes() throws IOException {
        JsonNode dynamic = JSON.readTree(configuration(cases().get("defaults")).dynamic());

        assertThat(
                        dynamic.get("loop_wait").intValue()
                                + 2 * dynamic.get("retry_timeout").intValue())
                .isLessThanOrEqualTo(dynamic.get("ttl").intValue());
    }

    @Test
    void readsBackAsYaml() throws IOException {
        JsonNode file = new YAMLMapper().readTree(configuration(cases().get("seed")).patroniFile());

        assertThat(file.at("/postgresql/listen").textValue()).isEqualTo("*:5432");
        assertThat(file.at("/watchdog/mode").textValue()).isEqualTo("off");
        assertThat(file.at("/kubernetes/use_endpoints").isBoolean()).isTrue();
        assertThat(file.at("/postgresql/basebackup/3/waldir").textValue())
                .isEqualTo("/var/lib/postgresql-wal/18");
    }

    private static Configuration configuration(String yaml) {
        PostgresClusterSpec spec = Specs.with(yaml);
        return Configuration.of(
                "main", spec, Specs.resources(spec), Lineage.of(spec, HERITAGE), false);
    }
}
