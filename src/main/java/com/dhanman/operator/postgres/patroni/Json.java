package com.dhanman.operator.postgres.patroni;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Reads what Patroni wrote, as forgivingly as Patroni itself does: what is missing or garbled is as
 * if it were not there.
 */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static JsonNode parse(String text) {
        if (text == null || text.isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            JsonNode node = MAPPER.readTree(text);
            return node == null ? MissingNode.getInstance() : node;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    static Optional<String> text(JsonNode node) {
        return node.isValueNode() && !node.isNull() && !node.asText().isEmpty()
                ? Optional.of(node.asText())
                : Optional.empty();
    }

    static OptionalLong number(JsonNode node) {
        return node.isNumber() ? OptionalLong.of(node.asLong()) : number(text(node).orElse(null));
    }

    static OptionalLong number(String text) {
        try {
            return text == null
                    ? OptionalLong.empty()
                    : OptionalLong.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    static OptionalInt positive(JsonNode node) {
        OptionalLong number = number(node);
        return number.isPresent()
                        && number.getAsLong() > 0
                        && number.getAsLong() <= Integer.MAX_VALUE
                ? OptionalInt.of((int) number.getAsLong())
                : OptionalInt.empty();
    }

    /** A switch, as YAML and Patroni's parse_bool know it. */
    static boolean isOn(JsonNode node) {
        return switch (text(node).orElse("").toLowerCase(java.util.Locale.ROOT)) {
            case "true", "on", "yes", "1" -> true;
            default -> false;
        };
    }
}
