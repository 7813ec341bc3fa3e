package com.dhanman.operator.postgres.credentials;

import java.time.Duration;

/**
 * How long changes take.
 *
 * @param distribution how long everybody must have known a new authority before it signs. Mounted
 *     Secrets follow within two minutes and servers reload at once; the rest of a day is for
 *     clients that read their files only when they start.
 * @param overlap how long a password stays valid at least after clients got another
 */
public record Timings(Duration distribution, Duration overlap) {
    public static final Timings DEFAULT = new Timings(Duration.ofDays(1), Duration.ofDays(1));
}
