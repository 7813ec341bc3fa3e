package com.dhanman.operator.postgres.config;

import java.util.List;
import java.util.regex.Pattern;

/** Addresses by their text alone: nothing is looked up. */
final class Networks {
    private static final Pattern BYTE = Pattern.compile("25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d");
    private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final int GROUPS = 8;

    private static final Pattern HOST =
            Pattern.compile("\\.?[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?");

    private Networks() {}

    /** A name, or the end of names after a dot; one of digits and dots alone is a bad address. */
    static boolean isHost(String text) {
        return HOST.matcher(text).matches() && text.matches(".*[A-Za-z].*");
    }

    static boolean isNetwork(String text) {
        int slash = text.indexOf('/');
        String address = text.substring(0, slash);
        String bits = text.substring(slash + 1);
        if (!bits.matches("0|[1-9]\\d{0,2}")) {
            return false;
        }
        int most = isV4(address) ? 32 : 128;
        return isAddress(address) && Integer.parseInt(bits) <= most;
    }

    static boolean isAddress(String text) {
        return isV4(text) || isV6(text);
    }

    private static boolean isV4(String text) {
        List<String> bytes = List.of(text.split("\\.", -1));
        return bytes.size() == 4 && bytes.stream().allMatch(it -> BYTE.matcher(it).matches());
    }

    private static boolean isV6(String text) {
        if (!text.contains(":")) {
            return false;
        }
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text) == GROUPS;
        }
        int before = groups(text.substring(0, gap));
        int after = groups(text.substring(gap + 2));
        return before >= 0 && after >= 0 && before + after < GROUPS;
    }

    /** How many groups of 16 bits; negative where the text is something else. */
    private static int groups(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        int count = 0;
        List<String> parts = List.of(text.split(":", -1));
        for (int i = 0; i < parts.size(); i++) {
            if (i == parts.size() - 1 && isV4(parts.get(i))) {
                count += 2;
            } else if (GROUP.matcher(parts.get(i)).matches()) {
                count++;
            } else {
                return -GROUPS;
            }
        }
        return count;
    }
}
