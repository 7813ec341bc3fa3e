package com.dhanman.operator.postgres.credentials;

import com.dhanman.operator.postgres.sql.Verifiers;
import java.security.SecureRandom;

/** Verifiers with a new salt each. */
public final class ScramVerifiers implements Verifiers {
    private final SecureRandom random = new SecureRandom();

    @Override
    public String of(String password) {
        byte[] salt = new byte[Scram.SALT_LENGTH];
        random.nextBytes(salt);
        return Scram.verifier(password, salt, Scram.ITERATIONS);
    }

    @Override
    public boolean fits(String verifier, String password) {
        return Scram.matches(verifier, password);
    }
}
