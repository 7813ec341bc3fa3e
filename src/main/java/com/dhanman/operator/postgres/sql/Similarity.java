package com.dhanman.operator.postgres.sql;

import java.util.Locale;

/** Which names somebody may have meant. */
final class Similarity {
    private Similarity() {}

    static boolean isSimilar(String meant, String name) {
        String plain = plain(meant);
        String other = plain(name);
        boolean contained =
                Math.min(plain.length(), other.length()) > 2
                        && (plain.contains(other) || other.contains(plain));
        return contained || distance(meant, name) <= Math.max(1, plain.length() / 3);
    }

    /** Letters to change, add or leave out; signs do not count, nor does case. */
    static int distance(String meant, String name) {
        String one = plain(meant);
        String two = plain(name);
        int[] row = new int[two.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (one.charAt(i - 1) == two.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[two.length()];
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
