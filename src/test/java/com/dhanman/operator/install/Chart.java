package com.dhanman.operator.install;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The chart, rendered as Helm does it. */
final class Chart {
    static final Path FOLDER = Path.of("helm/dhanman-operator");
    static final String NAME = "dhanman-operator";
    private static final String OLDEST_KUBERNETES = "1.30.0";
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private Chart() {}

    /** As `helm lint --strict`. */
    static LintResult lint() {
        return new Helm(FOLDER).lint().strict().call();
    }

    /** As `helm template`, with these values in YAML over the chart's own. */
    static String text(String values) {
        return text(values, OLDEST_KUBERNETES);
    }

    static String text(String values, String kubernetes) {
        try {
            Path file = Files.createTempFile("values", ".yaml");
            try {
                Files.writeString(file, values);
                return new Helm(FOLDER)
                        .template()
                        .withName(NAME)
                        .withNamespace(NAME)
                        .withKubeVersion(kubernetes)
                        .withValuesFile(file)
                        .call();
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Manifest> render(String values) {
        return manifests(text(values));
    }

    static List<Manifest> manifests(String yaml) {
        return documents(yaml).map(Chart::parse).map(Manifest::new).toList();
    }

    /** The documents of a YAML stream that are more than comments. */
    static Stream<String> documents(String yaml) {
        return Arrays.stream(yaml.split("(?m)^---\\s*$"))
                .filter(document -> !document.replaceAll("(?m)^\\s*(#.*)?$", "").isBlank());
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> parse(String yaml) {
        return YAML.unmarshal(yaml, Map.class);
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** File name to content, of all YAML files of a folder but its kustomization. */
    static Map<String, String> yamlFiles(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            Map<String, String> contents = new java.util.TreeMap<>();
            files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("kustomization.yaml"))
                    .forEach(file -> contents.put(file.getFileName().toString(), read(file)));
            return contents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One object of those that are installed. */
    record Manifest(Map<String, Object> content) {
        String kind() {
            return (String) content.get("kind");
        }

        String name() {
            return (String) metadata().get("name");
        }

        /** Kind and name, which no two objects of the chart share. */
        String key() {
            return kind() + " " + name();
        }

        @SuppressWarnings("unchecked")
        Map<String, Object> metadata() {
            return (Map<String, Object>) content.get("metadata");
        }

        @SuppressWarnings("unchecked")
        Map<String, String> labels() {
            return (Map<String, String>) metadata().getOrDefault("labels", Map.of());
        }

        @SuppressWarnings("unchecked")
        Map<String, String> annotations() {
            return (Map<String, String>) metadata().getOrDefault("annotations", Map.of());
        }

        /** As the type that the client has for it. */
        <T> T as(Class<T> type) {
            return YAML.convertValue(content, type);
        }
    }
}
