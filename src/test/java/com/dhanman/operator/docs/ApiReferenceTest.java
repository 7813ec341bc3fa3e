package com.dhanman.operator.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.GeneratedFiles;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/api.md is made from crds/: `make generate` writes it. */
class ApiReferenceTest {
    private static final Path CRDS = Path.of("crds");
    private static final Path PAGE = Path.of("docs/api.md");

    @Test
    void isThatOfTheCrds() throws IOException {
        String page = new ApiReference().of(crds());

        assertThat(page).contains("## DhanmanService", "## TenantEnvironment");
        GeneratedFiles.assertCurrent(PAGE, page);
    }

    private static List<JsonNode> crds() throws IOException {
        List<JsonNode> crds = new ArrayList<>();
        try (Stream<Path> files = Files.list(CRDS)) {
            for (Path file :
                    files.filter(it -> it.toString().endsWith("dhanman.com.yaml"))
                            .sorted()
                            .toList()) {
                crds.add(new YAMLMapper().readTree(file.toFile()));
            }
        }
        return crds;
    }
}
