package com.dhanman.operator.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The rules of the chart, as Prometheus reads them. */
final class Alerts {
    static final Path FILE = Path.of("helm/dhanman-operator/files/monitoring/rules.yaml");

    private Alerts() {}

    static List<JsonNode> all() {
        List<JsonNode> rules = new ArrayList<>();
        yaml(FILE).path("groups").forEach(group -> group.path("rules").forEach(rules::add));
        return rules;
    }

    static JsonNode yaml(Path file) {
        try {
            return new ObjectMapper(new YAMLFactory()).readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
