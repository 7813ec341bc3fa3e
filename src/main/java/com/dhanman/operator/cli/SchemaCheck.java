package com.dhanman.operator.cli;

import com.dhanman.operator.kernel.Finding;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Compares a document with its CRD as far as that needs no API server: unknown fields, missing
 * ones, values that are not in an enum. Rules in CEL are the API server's alone.
 */
final class SchemaCheck {
    private static final ObjectMapper YAML = new YAMLMapper();

    private final List<Finding> findings = new ArrayList<>();

    private SchemaCheck() {}

    static List<Finding> of(String kind, JsonNode document) {
        SchemaCheck check = new SchemaCheck();
        JsonNode schema = crd(kind).at("/spec/versions/0/schema/openAPIV3Schema");
        if (!document.has("spec")) {
            check.missing("spec");
        }
        check.object("spec", schema.at("/properties/spec"), document.path("spec"));
        if (document.at("/metadata/name").asText().isEmpty()) {
            check.missing("metadata.name");
        }
        return check.findings;
    }

    private static JsonNode crd(String kind) {
        String file =
                "/crds/%ss.platform.dhanman.com.yaml".formatted(kind.toLowerCase(Locale.ROOT));
        try (InputStream yaml = SchemaCheck.class.getResourceAsStream(file)) {
            return YAML.readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void value(String path, JsonNode schema, JsonNode value) {
        if (value.isNull()) {
            return;
        }
        switch (schema.path("type").asText()) {
            case "object" -> object(path, schema, value);
            case "array" -> array(path, schema, value);
            default -> scalar(path, schema, value);
        }
    }

    private void object(String path, JsonNode schema, JsonNode value) {
        if (!value.isMissingNode() && !value.isObject()) {
            wrongType(path, "an object with fields");
            return;
        }
        schema.path("required")
                .forEach(
                        field -> {
                            if (!value.has(field.asText())) {
                                missing(path + "." + field.asText());
                            }
                        });
        value.properties()
                .forEach(
                        field -> {
                            JsonNode of = field(schema, field.getKey());
                            if (of.isMissingNode()) {
                                unknown(path + "." + field.getKey(), schema);
                            } else {
                                value(path + "." + field.getKey(), of, field.getValue());
                            }
                        });
    }

    /** Schema of a field by this name; a map has one for all of its. */
    private static JsonNode field(JsonNode schema, String name) {
        return schema.path("properties").has(name)
                ? schema.path("properties").path(name)
                : schema.path("additionalProperties");
    }

    private void array(String path, JsonNode schema, JsonNode value) {
        if (!value.isArray()) {
            wrongType(path, "a list");
            return;
        }
        for (int i = 0; i < value.size(); i++) {
            JsonNode item = value.get(i);
            String name = item.path("name").asText();
            value(
                    path + "[" + (name.isEmpty() ? Integer.toString(i) : name) + "]",
                    schema.path("items"),
                    item);
        }
    }

    private void scalar(String path, JsonNode schema, JsonNode value) {
        if (value.isContainerNode()) {
            wrongType(path, "a single value");
            return;
        }
        String wanted = wantedInsteadOf(value, schema);
        if (!wanted.isEmpty()) {
            wrongType(path, wanted);
            return;
        }
        List<String> allowed = new ArrayList<>();
        schema.path("enum").forEach(it -> allowed.add(it.asText()));
        if (!allowed.isEmpty() && !allowed.contains(value.asText())) {
            findings.add(
                    Finding.error(
                            "UnknownValue",
                            path,
                            "'" + value.asText() + "' is not one of its values",
                            "Use one of " + String.join(", ", allowed)));
        }
    }

    /** What a value should have been; empty where it is right, or anything is. */
    private static String wantedInsteadOf(JsonNode value, JsonNode schema) {
        if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
            return value.isIntegralNumber() || value.isTextual()
                    ? ""
                    : "a whole number, or a text in quotes";
        }
        return switch (schema.path("type").asText()) {
            case "integer" -> value.isIntegralNumber() ? "" : "a whole number";
            case "boolean" -> value.isBoolean() ? "" : "true or false";
            case "string" -> value.isTextual() ? "" : "a text, in quotes";
            default -> "";
        };
    }

    private void missing(String path) {
        findings.add(Finding.error("Missing", path, "is required", "Add it"));
    }

    private void wrongType(String path, String wanted) {
        findings.add(
                Finding.error("WrongType", path, "must be " + wanted, "Change it to " + wanted));
    }

    private void unknown(String path, JsonNode schema) {
        List<String> known = new ArrayList<>();
        schema.path("properties").fieldNames().forEachRemaining(known::add);
        findings.add(
                Finding.error(
                        "UnknownField",
                        path,
                        "there is no such field",
                        "Remove it, or use one of " + String.join(", ", known)));
    }
}
