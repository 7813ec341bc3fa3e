package com.dhanman.operator.postgres.config;

import java.math.BigDecimal;
import java.util.List;

/**
 * A setting that PostgreSQL knows.
 *
 * @param unit of a number that names none, such as `8kB`; empty where there is no unit
 * @param minimum of a number in that unit; null for others
 * @param maximum of a number in that unit; null for others
 * @param context when it can be changed, in PostgreSQL's words, such as `postmaster`
 * @param choices of an enumeration
 * @param preset what PostgreSQL takes where nothing is said
 */
record Parameter(
        String name,
        Type type,
        String unit,
        BigDecimal minimum,
        BigDecimal maximum,
        String context,
        List<String> choices,
        String preset) {
    enum Type {
        BOOL,
        INTEGER,
        REAL,
        STRING,
        ENUM
    }

    /** Such as `from 128 kB`. */
    String range() {
        String amount = unit.isEmpty() ? "" : " (in units of " + unit + ")";
        return "from %s to %s%s"
                .formatted(minimum.toPlainString(), maximum.toPlainString(), amount);
    }
}
