package com.dhanman.operator.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A field's schema in a CRD, in words. */
record FieldSchema(JsonNode node) {
    String description() {
        return node.path("description").asText();
    }

    boolean isList() {
        return node.path("type").asText().equals("array");
    }

    /** The fields within: the schema itself, or that of a list's items. */
    FieldSchema inner() {
        return isList() ? new FieldSchema(node.path("items")) : this;
    }

    boolean hasFields() {
        return !inner().node.path("properties").isEmpty();
    }

    FieldSchema field(String name) {
        return new FieldSchema(inner().node.path("properties").path(name));
    }

    /** Names of the fields within, required ones first, then by alphabet. */
    List<String> fields() {
        List<String> names = new ArrayList<>(required());
        TreeSet<String> others = new TreeSet<>();
        inner().node.path("properties").fieldNames().forEachRemaining(others::add);
        names.forEach(others::remove);
        names.addAll(others);
        return names;
    }

    List<String> required() {
        List<String> names = new ArrayList<>();
        inner().node.path("required").forEach(it -> names.add(it.asText()));
        return names;
    }

    /** What two fields of the same structure have in common: all but their description. */
    String structure() {
        ObjectNode structure = inner().node.deepCopy();
        structure.remove("description");
        return structure.toString();
    }

    String type() {
        if (isList()) {
            return "list of " + new FieldSchema(node.path("items")).plural();
        }
        if (node.path("x-kubernetes-int-or-string").asBoolean()) {
            return "quantity";
        }
        return node.path("type").asText();
    }

    private String plural() {
        return hasFields() ? "objects" : type() + "s";
    }

    /** Every limit but patterns, whose rule or description says the same to people. */
    String limits() {
        List<String> limits = new ArrayList<>();
        if (node.has("enum")) {
            List<String> values = new ArrayList<>();
            node.path("enum").forEach(it -> values.add("`" + it.asText() + "`"));
            limits.add(String.join(", ", values));
        }
        range(limits, "minimum", "maximum", "");
        range(limits, "minLength", "maxLength", " characters");
        range(limits, "minItems", "maxItems", " items");
        if (isList() && inner().node.has("maxLength")) {
            limits.add("each " + inner().limits());
        }
        List<String> keys = new ArrayList<>();
        node.path("x-kubernetes-list-map-keys").forEach(it -> keys.add("`" + it.asText() + "`"));
        if (!keys.isEmpty()) {
            limits.add("each " + String.join(", ", keys) + " once");
        }
        limits.addAll(rules());
        return String.join("; ", limits);
    }

    /** Messages of the rules that the API server checks; for lists also those of the items. */
    List<String> rules() {
        List<String> messages = new ArrayList<>();
        for (JsonNode schema : isList() ? List.of(node, inner().node) : List.of(node)) {
            schema.path("x-kubernetes-validations")
                    .forEach(rule -> messages.add(rule.path("message").asText()));
        }
        return messages.stream().distinct().collect(Collectors.toList());
    }

    private void range(List<String> limits, String lowest, String highest, String unit) {
        if (node.has(lowest) && node.has(highest)) {
            limits.add(number(lowest) + " to " + number(highest) + unit);
        } else if (node.has(highest)) {
            limits.add("at most " + number(highest) + unit);
        } else if (node.has(lowest)) {
            limits.add("at least " + number(lowest) + unit);
        }
    }

    private String number(String limit) {
        return new BigDecimal(node.path(limit).asText()).stripTrailingZeros().toPlainString();
    }
}
