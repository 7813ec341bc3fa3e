package com.dhanman.operator.postgres.sql;

import java.util.List;

/**
 * One change.
 *
 * @param subject what it is about, as a finding names it
 * @param texts statements that are carried out together or not at all
 * @param says what it did, in a few words without a secret
 */
record SqlStatement(String subject, List<String> texts, String says, Kind kind) {
    /** How it has to be sent. */
    enum Kind {
        /** In a transaction. */
        PLAIN,
        /** Outside of a transaction; it may take long. */
        ALONE,
        /** So that no log and no statistics of the server keep it. */
        SECRET
    }

    static SqlStatement plain(String subject, String says, String... texts) {
        return new SqlStatement(subject, List.of(texts), says, Kind.PLAIN);
    }

    static SqlStatement alone(String subject, String says, String text) {
        return new SqlStatement(subject, List.of(text), says, Kind.ALONE);
    }

    static SqlStatement secret(String subject, String says, String... texts) {
        return new SqlStatement(subject, List.of(texts), says, Kind.SECRET);
    }

    /** Without what is secret: exceptions and failed tests print it. */
    @Override
    public String toString() {
        return kind == Kind.SECRET ? subject + ": " + says : String.join("; ", texts);
    }
}
