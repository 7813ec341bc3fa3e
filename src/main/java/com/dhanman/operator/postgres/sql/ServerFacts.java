package com.dhanman.operator.postgres.sql;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What one server says of itself.
 *
 * @param version such as {@code 18.1}
 * @param timeline the one that it writes or replays
 * @param replayLagBytes for a standby, what it has received and not replayed; for a primary 0
 * @param connections sessions of clients now
 * @param sessions how many sessions of clients each role has that logged in
 * @param pendingRestart settings whose value in the file waits for a restart
 */
public record ServerFacts(
        String version,
        String systemIdentifier,
        int timeline,
        boolean inRecovery,
        Instant startedAt,
        long replayLagBytes,
        int connections,
        int maxConnections,
        Map<String, Integer> sessions,
        List<Slot> slots,
        List<Replica> replicas,
        List<Database> databases,
        List<String> pendingRestart,
        Archiver archiver) {
    ServerFacts with(List<Slot> slots, List<Replica> replicas, List<Database> databases) {
        return new ServerFacts(
                version,
                systemIdentifier,
                timeline,
                inRecovery,
                startedAt,
                replayLagBytes,
                connections,
                maxConnections,
                sessions,
                List.copyOf(slots),
                List.copyOf(replicas),
                List.copyOf(databases),
                pendingRestart,
                archiver);
    }

    ServerFacts with(
            Map<String, Integer> sessions, List<String> pendingRestart, Archiver archiver) {
        return new ServerFacts(
                version,
                systemIdentifier,
                timeline,
                inRecovery,
                startedAt,
                replayLagBytes,
                connections,
                maxConnections,
                Map.copyOf(sessions),
                slots,
                replicas,
                databases,
                List.copyOf(pendingRestart),
                archiver);
    }

    /**
     * A replication slot.
     *
     * @param retainedBytes WAL that is kept for it, or -1 where it keeps none
     * @param walStatus {@code reserved}, {@code extended}, {@code unreserved}, {@code lost}, or
     *     null
     */
    public record Slot(
            String name,
            boolean logical,
            boolean active,
            boolean temporary,
            long retainedBytes,
            String walStatus) {}

    /**
     * A server that follows this one.
     *
     * @param state such as {@code streaming}
     * @param syncState {@code async}, {@code potential}, {@code sync}, {@code quorum}
     * @param lagBytes WAL that it has not replayed, or -1 where that is not known
     * @param lagSeconds how long ago what it replays now was written here, by its last answer
     */
    public record Replica(
            String name,
            String address,
            String state,
            String syncState,
            long lagBytes,
            double lagSeconds) {}

    /** Size of a database, and pages of it that failed their checksum. */
    public record Database(String name, long bytes, long checksumFailures) {}

    /** How archiving of WAL goes; null where it is off. */
    public record Archiver(long archived, long failed, Instant lastArchived, Instant lastFailed) {}
}
