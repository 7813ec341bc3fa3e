package com.dhanman.operator.postgres.sql;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How far an instance that follows a server outside of the cluster is.
 *
 * @param following whether it is a standby; false after its promotion
 * @param streaming whether the log comes in now
 * @param received how much of the log it has on disk
 * @param replayed how much of it shows in queries
 * @param behind seconds since the last commit that it replayed was made there; empty where it
 *     replayed none yet
 * @param told how far the server's log was when it last sent something
 */
public record CopyFacts(
        boolean following,
        boolean streaming,
        OptionalLong received,
        OptionalLong replayed,
        OptionalDouble behind,
        OptionalLong told) {
    /** How much of the server's log it has. */
    public long has() {
        return Math.max(received.orElse(0), replayed.orElse(0));
    }
}
