package com.dhanman.operator.backup;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Figures for people. */
final class Amounts {
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");
    private static final int STEP = 1024;

    private Amounts() {}

    /** Such as `1.2GiB`. */
    static String size(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= STEP && unit < UNITS.size() - 1) {
            amount /= STEP;
            unit++;
        }
        String number =
                unit == 0 || amount >= 100
                        ? Long.toString(Math.round(amount))
                        : String.format(Locale.ROOT, "%.1f", amount);
        return number + UNITS.get(unit);
    }

    /** Such as `2m10s`. */
    static String duration(Duration duration) {
        Duration seconds = Duration.ofSeconds(Math.max(0, duration.toSeconds()));
        return seconds.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
