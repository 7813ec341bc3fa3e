package com.dhanman.operator.kernel;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Something that a user should know or mend.
 *
 * @param severity whether it keeps the resource from being carried out
 * @param reason CamelCase word that stays the same for the same kind of trouble
 * @param field path of the field or name of the object that it is about, such as {@code
 *     spec.services[sales].port}
 * @param message what is wrong
 * @param remedy what to do about it, as an instruction
 */
public record Finding(
        Severity severity, String reason, String field, String message, String remedy) {
    /** Whether work can go on. */
    public enum Severity {
        /** Nothing is written until it is mended. */
        ERROR,
        /** Work goes on. */
        WARNING
    }

    public static Finding error(String reason, String field, String message, String remedy) {
        return new Finding(Severity.ERROR, reason, field, message, remedy);
    }

    public static Finding warning(String reason, String field, String message, String remedy) {
        return new Finding(Severity.WARNING, reason, field, message, remedy);
    }

    /** One line for people. */
    public String text() {
        return field + ": " + message + ". " + remedy + ".";
    }

    /** All of them in one line for people. */
    static String texts(List<Finding> findings) {
        return findings.stream().map(Finding::text).collect(Collectors.joining(" "));
    }
}
