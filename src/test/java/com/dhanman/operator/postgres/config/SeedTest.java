package com.dhanman.operator.postgres.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.testkit.SeedConfiguration;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The postgresql.conf of Dhanman's VPS is taken as it stands. */
class SeedTest {
    @Test
    void isTaken() throws IOException {
        Parameters parameters =
                Specs.parameters(
                        Specs.with(
                                "resources: {limits: {memory: 16Gi}}\nparameters:\n"
                                        + SeedConfiguration.yaml().indent(2)));

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
        assertThat(SeedConfiguration.settings()).hasSize(20);
        SeedConfiguration.settings()
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
