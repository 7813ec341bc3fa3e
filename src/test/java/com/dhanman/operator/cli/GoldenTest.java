package com.dhanman.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.GeneratedFiles;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each folder of golden/ is a case: its in-*.yaml lead to exactly its out-*.yaml, and to the
 * findings of out-findings.txt. `make generate` writes the outputs anew, for a look at the diff.
 */
class GoldenTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        try (Stream<Path> inputs = Files.walk(GOLDEN)) {
            List<Path> cases =
                    inputs.filter(file -> file.getFileName().toString().startsWith("in-"))
                            .map(Path::getParent)
                            .distinct()
                            .sorted()
                            .toList();
            assertThat(cases).isNotEmpty();
            return cases.stream()
                    .map(
                            folder ->
                                    DynamicTest.dynamicTest(
                                            GOLDEN.relativize(folder).toString(),
                                            () -> check(folder)));
        }
    }

    private static void check(Path folder) throws IOException {
        Map<String, String> outputs = outputs(new Rendering(Documents.read(in(folder), "default")));
        GeneratedFiles.assertCurrent(folder, outputs);
        assertThat(names(folder, "out-")).as("no output is left over").isEqualTo(outputs.keySet());
        assertThat(outputs(new Rendering(Documents.read(in(folder), "default"))))
                .as("the same input gives the same bytes")
                .isEqualTo(outputs);
    }

    private static Map<String, String> outputs(Rendering rendering) {
        Map<String, String> outputs = new TreeMap<>();
        for (HasMetadata object : rendering.objects()) {
            String name =
                    "out-%s-%s.yaml".formatted(object.getKind(), object.getMetadata().getName());
            outputs.put(name, YAML.asYaml(object).replaceFirst("^---\n", ""));
        }
        StringBuilder findings = new StringBuilder();
        rendering
                .findings()
                .forEach(
                        (source, found) ->
                                found.forEach(
                                        it ->
                                                findings.append(
                                                        "%s %s %s%n"
                                                                .formatted(
                                                                        it.severity(),
                                                                        it.reason(),
                                                                        it.text()))));
        if (!findings.isEmpty()) {
            outputs.put("out-findings.txt", findings.toString());
        }
        return outputs;
    }

    private static List<Path> in(Path folder) throws IOException {
        return names(folder, "in-").stream().map(folder::resolve).toList();
    }

    private static java.util.Set<String> names(Path folder, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .collect(java.util.stream.Collectors.toCollection(java.util.TreeSet::new));
        }
    }
}
