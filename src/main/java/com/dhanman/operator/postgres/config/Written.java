package com.dhanman.operator.postgres.config;

import com.dhanman.operator.kernel.Finding;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody wrote for a setting: the text that PostgreSQL gets, or what is wrong with it.
 *
 * @param text the value; null where there is a finding
 */
record Written(String text, Optional<Finding> finding) {
    /** More than these PostgreSQL takes, but not Patroni: it would leave the setting out. */
    private static final Set<String> SWITCHES =
            Set.of("on", "off", "true", "false", "yes", "no", "1", "0");

    static String field(String name) {
        return "spec.parameters[%s]".formatted(name);
    }

    /** Reads a value of a setting that PostgreSQL knows. */
    static Written of(Parameter parameter, JsonNode value) {
        Written any = of(parameter.name(), value);
        if (any.finding().isPresent()) {
            return any;
        }
        String text = any.text();
        return switch (parameter.type()) {
            case STRING -> any;
            case BOOL ->
                    SWITCHES.contains(text.toLowerCase(Locale.ROOT))
                            ? any
                            : invalid(parameter, "is no switch", "Write on or off");
            case ENUM -> choice(parameter, text);
            case INTEGER, REAL -> number(parameter, text);
        };
    }

    /** Reads a value of a setting of which only the name is known, such as an extension's. */
    static Written of(String name, JsonNode value) {
        if (value.isBoolean()) {
            return new Written(value.booleanValue() ? "on" : "off", Optional.empty());
        }
        if (value.isNumber()) {
            return new Written(value.decimalValue().toPlainString(), Optional.empty());
        }
        if (!value.isTextual()) {
            return invalid(
                    name, "is neither a text nor a number nor a switch", "Write one of these");
        }
        String text = unquoted(value.textValue().strip());
        if (text.chars().anyMatch(Character::isISOControl)) {
            return invalid(name, "has a line break or another control character", "Take it out");
        }
        return new Written(text, Optional.empty());
    }

    /** As postgresql.conf has it. */
    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2 && text.startsWith("'") && text.endsWith("'");
        return quoted ? text.substring(1, text.length() - 1).replace("''", "'") : text;
    }

    private static Written choice(Parameter parameter, String text) {
        List<String> choices = parameter.choices();
        boolean known =
                choices.stream().anyMatch(text::equalsIgnoreCase)
                        || choices.contains("on")
                                && SWITCHES.contains(text.toLowerCase(Locale.ROOT));
        return known
                ? new Written(text, Optional.empty())
                : invalid(
                        parameter,
                        "is none of the values that it may have",
                        "Write one of " + String.join(", ", choices));
    }

    private static Written number(Parameter parameter, String text) {
        Optional<BigDecimal> amount = Amount.in(parameter.unit(), text);
        if (amount.isEmpty()) {
            return invalid(
                    parameter,
                    "is no number that PostgreSQL reads",
                    parameter.unit().isEmpty()
                            ? "Write a number without a unit"
                            : "Write a number with one of the units %s, in this spelling"
                                    .formatted(Amount.units(parameter.unit())));
        }
        BigDecimal number = amount.get();
        if (parameter.type() == Parameter.Type.INTEGER) {
            number = number.setScale(0, RoundingMode.HALF_EVEN);
        }
        if (number.compareTo(parameter.minimum()) < 0
                || number.compareTo(parameter.maximum()) > 0) {
            return invalid(parameter, "is out of range", "Write a number " + parameter.range());
        }
        return new Written(text, Optional.empty());
    }

    private static Written invalid(Parameter parameter, String message, String remedy) {
        return invalid(parameter.name(), message, remedy);
    }

    private static Written invalid(String name, String message, String remedy) {
        return new Written(
                null, Optional.of(Finding.error("InvalidParameter", field(name), message, remedy)));
    }
}
