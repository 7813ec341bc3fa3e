package com.dhanman.operator.postgres.sql;

/** What came of asking a server outside of the cluster. */
public sealed interface SourceAnswer {
    /** It let the role in. */
    record Told(SourceFacts facts) implements SourceAnswer {}

    /**
     * It did not.
     *
     * @param text why, in few words
     */
    record Failed(Why why, String text) implements SourceAnswer {}

    /** Why a server does not answer. */
    enum Why {
        /** The host refuses: no PostgreSQL listens. */
        STOPPED,
        /** No answer, or no such host. */
        UNREACHABLE,
        /** Starting, stopping, or an error that passes. */
        NOT_NOW,
        /** No line of pg_hba.conf lets the role in. */
        REFUSED,
        /** Wrong password, or no such role. */
        PASSWORD,
        /** The role lacks the attribute REPLICATION. */
        NO_REPLICATION,
        /** All connections for replication are taken, or it has none. */
        NO_SENDERS,
        /** It answers something that was not expected. */
        ODD
    }
}
