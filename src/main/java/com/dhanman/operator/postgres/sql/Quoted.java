package com.dhanman.operator.postgres.sql;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names and values as they stand in statements, whatever is in them. */
final class Quoted {
    private Quoted() {}

    /** A name, just as it is. */
    static String name(String name) {
        return '"' + sound(name).replace("\"", "\"\"") + '"';
    }

    static String names(Collection<String> names) {
        return names.stream().map(Quoted::name).collect(Collectors.joining(", "));
    }

    /** A text; safe with any value of standard_conforming_strings. */
    static String text(String text) {
        String doubled = sound(text).replace("'", "''");
        return doubled.indexOf('\\') < 0
                ? "'" + doubled + "'"
                : "E'" + doubled.replace("\\", "\\\\") + "'";
    }

    private static String sound(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("PostgreSQL has no character 0");
        }
        return text;
    }
}
