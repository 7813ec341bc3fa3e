package com.dhanman.operator.postgres.config;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers with units as both PostgreSQL and Patroni read them: no octal or hexadecimal ones, which
 * they read differently, or which look like decimal ones.
 */
final class Amount {
    static final long KB = 1024;
    static final long MB = KB * 1024;
    static final long GB = MB * 1024;

    private static final Pattern FORM =
            Pattern.compile("([-+]?(?:0|[1-9]\\d*)?(?:\\.\\d+)?(?:[eE][-+]?\\d+)?)\\s*([A-Za-z]*)");

    private static final Map<String, BigDecimal> BYTES =
            Map.of(
                    "B", BigDecimal.ONE,
                    "kB", BigDecimal.valueOf(KB),
                    "8kB", BigDecimal.valueOf(8 * KB),
                    "MB", BigDecimal.valueOf(MB),
                    "GB", BigDecimal.valueOf(GB),
                    "TB", BigDecimal.valueOf(GB * 1024));

    private static final Map<String, BigDecimal> MILLISECONDS =
            Map.of(
                    "us", new BigDecimal("0.001"),
                    "ms", BigDecimal.ONE,
                    "s", BigDecimal.valueOf(1000),
                    "min", BigDecimal.valueOf(60_000),
                    "h", BigDecimal.valueOf(3_600_000),
                    "d", BigDecimal.valueOf(86_400_000));

    private Amount() {}

    /**
     * The number in the given unit, or nothing where the text is not such a number.
     *
     * @param unit unit of a text that names none; empty for a number that has none
     */
    static Optional<BigDecimal> in(String unit, String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches() || !form.group(1).matches(".*\\d.*")) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(form.group(1));
        String own = form.group(2);
        if (own.isEmpty()) {
            return Optional.of(number);
        }
        Map<String, BigDecimal> units = MILLISECONDS.containsKey(unit) ? MILLISECONDS : BYTES;
        if (unit.isEmpty() || !units.containsKey(own) || own.startsWith("8")) {
            return Optional.empty();
        }
        return Optional.of(
                number.multiply(units.get(own)).divide(units.get(unit), MathContext.DECIMAL128));
    }

    /** How many bytes a setting of memory or disk means. */
    static long bytes(Parameter parameter, String text) {
        return in(parameter.unit(), text)
                .orElseThrow()
                .multiply(BYTES.get(parameter.unit()))
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }

    /** A size in whole megabytes, as a setting; it is rounded down. */
    static String megabytes(long bytes) {
        return bytes / MB + "MB";
    }

    /** A size for people, such as `11.2 GB`, in PostgreSQL's units. */
    static String text(long bytes) {
        if (bytes < GB) {
            return Math.round((double) bytes / MB) + " MB";
        }
        String tenths =
                BigDecimal.valueOf(bytes)
                        .divide(BigDecimal.valueOf(GB), 1, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString();
        return tenths + " GB";
    }

    /** What a text may end with, for people. */
    static String units(String unit) {
        return MILLISECONDS.containsKey(unit) ? "us, ms, s, min, h or d" : "B, kB, MB, GB or TB";
    }
}
