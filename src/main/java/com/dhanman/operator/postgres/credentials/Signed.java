package com.dhanman.operator.postgres.credentials;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/** A certificate with the key that it is of. */
record Signed(X509Certificate certificate, PrivateKey key) {
    /** Records print their parts, and keys must never get into a log. */
    @Override
    public String toString() {
        return certificate.getSubjectX500Principal().getName();
    }

    /** Reads both; the certificate is the first of a chain. */
    static Signed read(String certificate, String key) throws GeneralSecurityException {
        Signed signed = new Signed(Pem.certificates(certificate).getFirst(), Pem.key(key));
        if (!signed.belongTogether()) {
            throw new GeneralSecurityException("the key is not the certificate's");
        }
        return signed;
    }

    /** When a third of the certificate's life is left, which is when the next one is made. */
    Instant renewal() {
        Instant begin = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        return end.minus(Duration.between(begin, end).dividedBy(3));
    }

    Instant end() {
        return certificate.getNotAfter().toInstant();
    }

    boolean isSignedBy(X509Certificate authority) {
        return isSignedBy(certificate, authority);
    }

    static boolean isSignedBy(X509Certificate certificate, X509Certificate authority) {
        if (!certificate.getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Whether what the key signs is what the certificate's owner signed. */
    boolean belongTogether() throws GeneralSecurityException {
        if (!certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> key.getAlgorithm();
                };
        byte[] message = {1, 2, 3};
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(message);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(message);
        return signature.verify(signed);
    }
}
