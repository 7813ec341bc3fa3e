package com.dhanman.operator.postgres.sql;

import java.time.Duration;

/**
 * How long nothing may take longer than.
 *
 * @param connect until a connection stands
 * @param statement a statement
 * @param lock waiting for somebody else's lock
 * @param database making or dropping a database, which copies or removes files
 */
public record SqlTimeouts(Duration connect, Duration statement, Duration lock, Duration database) {
    public static final SqlTimeouts DEFAULT =
            new SqlTimeouts(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(120));
}
