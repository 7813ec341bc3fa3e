package com.dhanman.operator.postgres.source;

import java.util.Locale;

/** Amounts and positions of a write-ahead log, for people. */
final class Bytes {
    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB"};

    private Bytes() {}

    /** Such as {@code 3.1 MiB}. */
    static String text(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= 1024 && unit < UNITS.length - 1) {
            amount /= 1024;
            unit++;
        }
        return unit == 0
                ? bytes + " bytes"
                : String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
    }

    /** As PostgreSQL writes it, such as {@code 0/3000148}. */
    static String position(long position) {
        return "%X/%X".formatted(position >>> 32, position & 0xFFFFFFFFL);
    }
}
