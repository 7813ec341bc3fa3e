package com.dhanman.operator.postgres.credentials;

import java.security.SecureRandom;
import java.util.stream.Collectors;

/** Makes passwords. */
final class Passwords {
    /** Means the same in Npgsql, JDBC, URIs, pgpass and shells without any quoting. */
    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /** 190 bits. */
    private static final int LENGTH = 32;

    private Passwords() {}

    static String generate(SecureRandom random) {
        return random.ints(LENGTH, 0, ALPHABET.length())
                .mapToObj(index -> String.valueOf(ALPHABET.charAt(index)))
                .collect(Collectors.joining());
    }
}
