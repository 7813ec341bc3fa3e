package com.dhanman.operator.postgres.credentials;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeMap;

/**
 * A cluster's own authority, which changes in two steps: first everybody trusts the next one beside
 * the one that signs; only when all have known it for long enough does it sign. So there is no
 * moment in which a client that knows the old ones alone meets a server with a new certificate, or
 * the other way round. What signed before stays trusted until it ends.
 *
 * @param trusted certificates that everybody trusts, the one that signs and the next included
 * @param signer what signs
 * @param next what will sign, once everybody knows it
 * @param seal see {@link Credentials#seal}
 */
record Authority(List<X509Certificate> trusted, Signed signer, Optional<Signed> next, String seal) {
    /** The next authority is made when the one that signs has this long to go. */
    static final Duration AHEAD = Duration.ofDays(365);

    static final String CERTIFICATES = "ca.crt";
    private static final String KEY = "ca.key";
    private static final String NEXT_KEY = "next.key";
    private static final String SEAL = "seal";

    @Override
    public String toString() {
        return signer.toString();
    }

    /**
     * A new authority.
     *
     * @param before certificates of authorities whose keys are lost; what they signed stays trusted
     */
    static Authority of(Signed signer, List<X509Certificate> before, String seal) {
        return new Authority(with(signer.certificate(), before), signer, Optional.empty(), seal);
    }

    /** Reads what {@link #content} gave. */
    static Authority read(Map<String, String> content) throws GeneralSecurityException {
        List<X509Certificate> trusted = Pem.certificates(content.getOrDefault(CERTIFICATES, ""));
        String nextKey = content.get(NEXT_KEY);
        return new Authority(
                trusted,
                signed(trusted, content.getOrDefault(KEY, "")),
                nextKey == null ? Optional.empty() : Optional.of(signed(trusted, nextKey)),
                Optional.ofNullable(content.get(SEAL))
                        .filter(it -> !it.isEmpty())
                        .orElseThrow(() -> new GeneralSecurityException("no seal")));
    }

    Map<String, String> content() {
        Map<String, String> content = new TreeMap<>();
        content.put(CERTIFICATES, Pem.of(trusted));
        content.put(KEY, Pem.of(signer.key()));
        next.ifPresent(it -> content.put(NEXT_KEY, Pem.of(it.key())));
        content.put(SEAL, seal);
        return content;
    }

    /** Certificates that everybody should trust, in PEM. */
    String bundle(Instant now) {
        return Pem.of(
                trusted.stream()
                        .filter(
                                it ->
                                        it.equals(signer.certificate())
                                                || now.isBefore(it.getNotAfter().toInstant()))
                        .toList());
    }

    /** When the next step may be due at the earliest, as far as the certificates tell. */
    Instant renewal() {
        return signer.end().minus(AHEAD);
    }

    boolean isDue(Instant now) {
        return next.isEmpty() && !now.isBefore(renewal());
    }

    /** Everybody is to get to know the one that comes. */
    Authority announce(Signed coming, Instant now) {
        List<X509Certificate> valid =
                trusted.stream().filter(it -> now.isBefore(it.getNotAfter().toInstant())).toList();
        return new Authority(
                with(coming.certificate(), with(signer.certificate(), valid)),
                signer,
                Optional.of(coming),
                seal);
    }

    /** Everybody knows the next one: it signs from now on, and the old key is forgotten. */
    Authority promote() {
        return new Authority(trusted, next.orElseThrow(), Optional.empty(), seal);
    }

    /** Whether one of those that are trusted signed it. */
    boolean signed(Signed leaf) {
        return trusted.stream().anyMatch(leaf::isSignedBy);
    }

    private static List<X509Certificate> with(X509Certificate first, List<X509Certificate> others) {
        SequencedSet<X509Certificate> all = new LinkedHashSet<>();
        all.add(first);
        all.addAll(others);
        return new ArrayList<>(all);
    }

    /** The certificate is the one that the key is of. */
    private static Signed signed(List<X509Certificate> certificates, String key)
            throws GeneralSecurityException {
        PrivateKey signing = Pem.key(key);
        for (X509Certificate certificate : certificates) {
            Signed signed = new Signed(certificate, signing);
            if (signed.belongTogether()) {
                return signed;
            }
        }
        throw new GeneralSecurityException("no certificate fits the key");
    }
}
