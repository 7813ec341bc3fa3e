package com.dhanman.operator.postgres.config;

/**
 * What is known of how a cluster began.
 *
 * @param begun whether it has volumes
 * @param course whose data it has
 * @param admitted whether it may leave the server that it follows now
 * @param rolesMade whether the roles by which instances log in to each other are known to be there
 */
public record Heritage(boolean begun, Course course, boolean admitted, boolean rolesMade) {
    /** Of a cluster that has all that it should. */
    public static final Heritage OWN = new Heritage(true, Course.LEFT, false, true);

    /** Whose data a cluster has, by what Patroni's configuration says. */
    public enum Course {
        /** Nothing is known: it was not made yet, or what it is known by is gone. */
        UNKNOWN,
        /** That of a server outside of the cluster. */
        FOLLOWS,
        /** Its own: it never follows again, or what was written since would be lost. */
        LEFT
    }
}
