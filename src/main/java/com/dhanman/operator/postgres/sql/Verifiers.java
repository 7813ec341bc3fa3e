package com.dhanman.operator.postgres.sql;

/** SCRAM verifiers: what PostgreSQL keeps instead of passwords. */
public interface Verifiers {
    /** A new verifier of a password. */
    String of(String password);

    /** Whether a verifier is one of a password. */
    boolean fits(String verifier, String password);
}
