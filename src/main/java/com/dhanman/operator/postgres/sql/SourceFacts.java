package com.dhanman.operator.postgres.sql;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a server says that a cluster is to follow.
 *
 * @param position how far its write-ahead log is
 * @param checks what is looked at before anything is copied; empty after a brief look, or where its
 *     version is another
 */
public record SourceFacts(
        Version version,
        boolean encrypted,
        String systemIdentifier,
        int timeline,
        long position,
        Optional<Checks> checks) {
    /**
     * Which PostgreSQL it is.
     *
     * @param major such as 18
     * @param text such as {@code 18.1 (Debian 18.1-1)}
     */
    public record Version(int major, String text) {}

    /**
     * Whether it can be copied.
     *
     * @param settings those of which a standby must not have less
     * @param walKept what it keeps for those that come late, such as {@code 0} or {@code 1GB}
     * @param spareSenders whether it has connections left for a copy
     * @param slot empty where none was named
     * @param inside what one learns in its database {@code postgres}; empty where it lets the role
     *     not in there
     */
    public record Checks(
            String walLevel,
            boolean inRecovery,
            boolean checksums,
            Map<String, Integer> settings,
            String walKept,
            boolean spareSenders,
            Optional<Slot> slot,
            Optional<Inside> inside) {}

    /** State of the replication slot. */
    public enum Slot {
        /** It can be used. */
        FREE,
        /** It can be used, but keeps nothing until then. */
        UNRESERVED,
        /** There is none of that name. */
        MISSING,
        /** Its log is not physical. */
        LOGICAL,
        /** Somebody else follows by it. */
        ACTIVE,
        /** It was given up, for it kept too much. */
        LOST
    }

    /**
     * What only a session in a database tells.
     *
     * @param tablespaces folders of tablespaces beside the data
     * @param superuser whether the role {@code postgres} is a superuser that may log in
     */
    public record Inside(List<String> tablespaces, boolean superuser) {}
}
