package com.dhanman.operator.postgres.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.kernel.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The postgresql.conf of Dhanman's VPS is taken as it stands. */
class SeedTest {
    private static final Path CONF = Path.of("src/test/resources/postgres/seed-postgresql.conf");

    /** Its settings as parameters of a cluster with the memory of the VPS. */
    static String yaml() throws IOException {
        StringBuilder yaml =
                new StringBuilder("resources: {limits: {memory: 16Gi}}\nparameters:\n");
        settings().forEach((name, value) -> yaml.append("  %s: %s%n".formatted(name, value)));
        return yaml.toString();
    }

    static Map<String, String> settings() throws IOException {
        Map<String, String> settings = new TreeMap<>();
        for (String line : Files.readAllLines(CONF)) {
            String text = line.replaceFirst("#.*", "").strip();
            if (!text.isEmpty()) {
                String[] parts = text.split("\\s*=\\s*", 2);
                settings.put(parts[0], parts[1]);
            }
        }
        return settings;
    }

    @Test
    void isTaken() throws IOException {
        Parameters parameters = Specs.parameters(Specs.with(yaml()));

        assertThat(parameters.findings())
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.severity()).isEqualTo(Finding.Severity.WARNING);
                            assertThat(it.text())
                                    .contains(
                                            "log_directory, log_filename, log_rotation_age,"
                                                    + " log_rotation_size, logging_collector");
                        });
        assertThat(settings()).hasSize(20);
        settings()
                .forEach(
                        (name, value) -> {
                            if (name.equals("logging_collector")) {
                                assertThat(parameters.effective()).containsEntry(name, "off");
                            } else if (name.matches("log_(directory|filename|rotation_.*)")) {
                                assertThat(parameters.effective()).doesNotContainKey(name);
                            } else {
                                assertThat(parameters.effective()).containsEntry(name, value);
                            }
                        });
    }
}
