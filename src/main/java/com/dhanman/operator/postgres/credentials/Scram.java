package com.dhanman.operator.postgres.credentials;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifiers of passwords as PostgreSQL stores them, so that a password itself is never sent: <a
 * href="https://www.rfc-editor.org/rfc/rfc5803">RFC 5803</a> with the functions of <a
 * href="https://www.rfc-editor.org/rfc/rfc7677">RFC 7677</a>.
 */
public final class Scram {
    /** PostgreSQL's own default. */
    public static final int ITERATIONS = 4096;

    /** PostgreSQL's own length of salts, in bytes. */
    public static final int SALT_LENGTH = 16;

    private static final String HMAC = "HmacSHA256";
    private static final Pattern VERIFIER =
            Pattern.compile(
                    "SCRAM-SHA-256\\$(\\d{1,9}):([A-Za-z0-9+/=]+)"
                            + "\\$([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)");

    private Scram() {}

    /** What {@code ALTER ROLE … PASSWORD} takes instead of the password. */
    public static String verifier(String password, byte[] salt, int iterations) {
        try {
            byte[] salted = salted(SaslPrep.prepared(password), salt, iterations);
            byte[] storedKey =
                    MessageDigest.getInstance("SHA-256").digest(hmac(salted, "Client Key"));
            byte[] serverKey = hmac(salted, "Server Key");
            return "SCRAM-SHA-256$%d:%s$%s:%s"
                    .formatted(iterations, base64(salt), base64(storedKey), base64(serverKey));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java knows no HMAC with SHA-256", e);
        }
    }

    /** Whether a verifier, as pg_authid has it, is of this password. */
    public static boolean matches(String verifier, String password) {
        Matcher parts = VERIFIER.matcher(verifier == null ? "" : verifier);
        if (!parts.matches()) {
            return false;
        }
        try {
            byte[] salt = Base64.getDecoder().decode(parts.group(2));
            String same = verifier(password, salt, Integer.parseInt(parts.group(1)));
            return MessageDigest.isEqual(
                    same.getBytes(StandardCharsets.US_ASCII),
                    verifier.getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            // Not Base64: no verifier, so not of this password either.
            return false;
        }
    }

    /** PBKDF2, written out: the JDK's takes characters and would encode them its own way. */
    private static byte[] salted(byte[] password, byte[] salt, int iterations)
            throws GeneralSecurityException {
        Mac mac = Mac.getInstance(HMAC);
        // A Mac takes no empty key, and pads keys with zeros anyhow.
        mac.init(new SecretKeySpec(password.length == 0 ? new byte[1] : password, HMAC));
        mac.update(salt);
        byte[] block = mac.doFinal(new byte[] {0, 0, 0, 1});
        byte[] result = block.clone();
        for (int i = 1; i < iterations; i++) {
            block = mac.doFinal(block);
            for (int k = 0; k < result.length; k++) {
                result[k] ^= block[k];
            }
        }
        return result;
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(HMAC);
        mac.init(new SecretKeySpec(key, HMAC));
        return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
