package com.dhanman.operator.postgres.credentials;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes the certificates of servers and clients, and renews them. */
final class LeafKeeping {
    static final String CERTIFICATE = "tls.crt";
    static final String KEY = "tls.key";

    /**
     * Key of authorities. In the Secrets of servers and of replication these are the cluster's own,
     * by which servers know clients: whoever the user's own authorities sign for could else log in
     * as the superuser.
     */
    static final String AUTHORITIES = "ca.crt";

    /** Key of the authorities by which replicas know servers: the cluster's and the user's own. */
    static final String SERVER_AUTHORITIES = "server-ca.crt";

    private static final String TYPE = "kubernetes.io/tls";

    private final Making making;
    private final Authority authority;
    private final AuthorityKeeping distribution;
    private final Certificates certificates;
    private boolean waits;

    LeafKeeping(Making making, Authority authority, AuthorityKeeping distribution) {
        this.making = making;
        this.authority = authority;
        this.distribution = distribution;
        this.certificates = new Certificates(making.random);
    }

    /**
     * Sees to one certificate.
     *
     * @param trusted files of the Secret that say whom to trust
     */
    Optional<Secret> ensure(String name, Profile profile, Map<String, String> trusted) {
        return making.made(name, () -> secret(name, issued(profile), trusted, making.now))
                .map(found -> kept(found, profile, trusted));
    }

    /** Whether a certificate is to be made anew as soon as all know the authority that signs. */
    boolean waits() {
        return waits;
    }

    private Secret kept(Secret found, Profile profile, Map<String, String> trusted) {
        Map<String, String> content = Content.of(found);
        Optional<Signed> leaf =
                read(content).filter(it -> profile.fits(it.certificate())).filter(this::isGood);
        boolean told =
                content.entrySet().containsAll(trusted.entrySet())
                        && content.containsKey(SourcePassword.FILE)
                                == trusted.containsKey(SourcePassword.FILE);
        leaf.ifPresent(this::note);
        if (leaf.isPresent() && told) {
            return found;
        }
        Instant since = told ? AuthorityKeeping.trustedSince(found).orElse(making.now) : making.now;
        String name = found.getMetadata().getName();
        Secret next = secret(name, leaf.orElseGet(() -> issued(profile)), trusted, since);
        // A Secret's type cannot change.
        Secret wanted = new SecretBuilder(next).withType(found.getType()).build();
        return making.replaced(found, wanted).orElse(found);
    }

    private boolean isGood(Signed leaf) {
        if (!authority.signed(leaf) || !making.now.isBefore(leaf.renewal())) {
            return false;
        }
        X509Certificate signer = authority.signer().certificate();
        if (leaf.isSignedBy(signer)) {
            return true;
        }
        boolean known = distribution.isKnown(signer);
        waits |= !known;
        return !known;
    }

    private Signed issued(Profile profile) {
        Signed leaf = certificates.leaf(profile, authority.signer(), making.now);
        note(leaf);
        return leaf;
    }

    private void note(Signed leaf) {
        making.due(leaf.renewal());
        making.ends(leaf.end());
    }

    private Secret secret(String name, Signed leaf, Map<String, String> trusted, Instant since) {
        Map<String, String> content = new TreeMap<>(trusted);
        content.put(CERTIFICATE, Pem.of(leaf.certificate()));
        content.put(KEY, Pem.of(leaf.key()));
        return new SecretBuilder(making.secret(name, TYPE, content))
                .editMetadata()
                .addToAnnotations(AuthorityKeeping.TRUSTED_SINCE, since.toString())
                .endMetadata()
                .build();
    }

    private static Optional<Signed> read(Map<String, String> content) {
        try {
            return Optional.of(
                    Signed.read(
                            content.getOrDefault(CERTIFICATE, ""), content.getOrDefault(KEY, "")));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }
}
