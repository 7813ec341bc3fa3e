package com.dhanman.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.dhanman.operator.testkit.Shell;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Alerts fire at what they say, and lead to what to do. */
class AlertsTest {
    private static final Path EXAMPLES = Path.of("src/test/resources/monitoring/rules-test.yaml");
    private static final Set<String> RUNBOOKS = Set.of("docs/postgres.md", "docs/backups.md");

    @Test
    void eachSaysWhatIsWrongAndLeadsToWhatToDo() throws IOException {
        Set<String> sections = new HashSet<>();
        for (String runbook : RUNBOOKS) {
            try (Stream<String> lines = Files.lines(Path.of(runbook))) {
                lines.filter(it -> it.matches("#+ .*"))
                        .map(it -> runbook + "#" + anchor(it))
                        .forEach(sections::add);
            }
        }
        assertThat(Alerts.all())
                .isNotEmpty()
                .allSatisfy(
                        alert -> {
                            JsonNode annotations = alert.path("annotations");
                            assertThat(annotations.path("summary").asText())
                                    .isNotBlank()
                                    .doesNotEndWith(".");
                            assertThat(annotations.path("description").asText()).endsWith(".");
                            assertThat(alert.at("/labels/severity").asText())
                                    .isIn("critical", "warning", "info");
                            assertThat(sections).contains(annotations.path("runbook_url").asText());
                        });
    }

    @Test
    void eachHasAnExample() throws IOException {
        assertThat(Alerts.all().stream().map(it -> it.path("alert").asText()))
                .doesNotHaveDuplicates()
                .allSatisfy(
                        name ->
                                assertThat(Files.readString(EXAMPLES))
                                        .containsAnyOf(
                                                "alertname=\"" + name + "\"",
                                                "alertname: " + name));
    }

    @Test
    void theyFireAtTheirExamplesAndAtNothingElse() {
        Optional<String> promtool = promtool();
        assumeTrue(
                promtool.isPresent(),
                "promtool is not on the PATH, nor named by $PROMTOOL: nothing evaluates alerts");
        Shell.run(promtool.get(), "check", "rules", Alerts.FILE.toString());
        Shell.run(promtool.get(), "test", "rules", EXAMPLES.toString());
    }

    /** As GitHub makes it of a heading. */
    private static String anchor(String heading) {
        return heading.replaceFirst("#+ ", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9 -]", "")
                .replace(' ', '-');
    }

    private static Optional<String> promtool() {
        return Stream.concat(
                        Stream.ofNullable(System.getenv("PROMTOOL")),
                        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                                .map(folder -> Path.of(folder, "promtool").toString()))
                .filter(file -> Files.isExecutable(Path.of(file)))
                .findFirst();
    }
}
