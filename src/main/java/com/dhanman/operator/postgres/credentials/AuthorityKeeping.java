package com.dhanman.operator.postgres.credentials;

import com.dhanman.operator.api.v1alpha1.Api;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.postgres.ClusterNames;
import io.fabric8.kubernetes.api.model.Secret;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Makes a cluster's authority and replaces it in time. */
final class AuthorityKeeping {
    /** When everybody who reads a Secret was first told whom to trust; on Secrets with ca.crt. */
    static final String TRUSTED_SINCE = Api.GROUP + "/trusted-since";

    private static final String TYPE = "Opaque";

    private final Making making;
    private final Certificates certificates;

    AuthorityKeeping(Making making) {
        this.making = making;
        this.certificates = new Certificates(making.random);
    }

    Optional<Authority> ensure() {
        String name = ClusterNames.authoritySecret(making.name());
        return making.made(name, () -> secret(fresh())).flatMap(this::kept);
    }

    private Optional<Authority> kept(Secret secret) {
        Authority authority;
        try {
            authority = Authority.read(Content.of(secret));
        } catch (GeneralSecurityException e) {
            making.findings.add(unreadable(secret));
            return Optional.empty();
        }
        // Where the next step cannot be written, the old one goes on.
        return step(authority)
                .filter(next -> making.replaced(secret, secret(next)).isPresent())
                .or(() -> Optional.of(authority));
    }

    private Optional<Authority> step(Authority authority) {
        if (authority.isDue(making.now)) {
            return Optional.of(authority.announce(authority(), making.now));
        }
        return authority
                .next()
                .filter(next -> isKnown(next.certificate()))
                .map(next -> authority.promote());
    }

    /**
     * Says when the next step will be due, after everybody was told what there is to tell.
     *
     * @param waits whether a certificate waits for the one that signs to be known
     */
    void schedule(Authority authority, boolean waits) {
        making.due(authority.renewal());
        authority
                .next()
                .or(() -> waits ? Optional.of(authority.signer()) : Optional.empty())
                .flatMap(it -> knownFrom(it.certificate()))
                .ifPresent(making::due);
    }

    /** Whether all have known it for long enough. */
    boolean isKnown(X509Certificate authority) {
        return knownFrom(authority).filter(it -> !making.now.isBefore(it)).isPresent();
    }

    /** Where the Secret was lost, what its authority signed is still in use and stays trusted. */
    private Authority fresh() {
        return Authority.of(authority(), trustedSoFar(), Passwords.generate(making.random));
    }

    private Signed authority() {
        return certificates.authority(making.name(), making.now);
    }

    private List<X509Certificate> trustedSoFar() {
        Set<X509Certificate> trusted = new LinkedHashSet<>();
        Set<String> own =
                Set.of(
                        ClusterNames.serverSecret(making.name()),
                        ClusterNames.replicationSecret(making.name()));
        making.ofTheCluster().stream()
                .filter(it -> own.contains(it.getMetadata().getName()))
                .map(it -> Content.of(it).getOrDefault(LeafKeeping.AUTHORITIES, ""))
                .forEach(
                        bundle -> {
                            try {
                                trusted.addAll(Pem.certificates(bundle));
                            } catch (GeneralSecurityException e) {
                                // Nothing there that anybody could trust.
                                return;
                            }
                        });
        return trusted.stream()
                .filter(it -> making.now.isBefore(it.getNotAfter().toInstant()))
                .toList();
    }

    /** From when on all have known it for long enough; empty where some do not know it yet. */
    private Optional<Instant> knownFrom(X509Certificate authority) {
        String pem = Pem.of(authority);
        Optional<Instant> latest = Optional.empty();
        for (Secret secret : making.ofTheCluster()) {
            Map<String, String> content = Content.of(secret);
            if (othersAuthorities().contains(secret.getMetadata().getName())
                    || !content.containsKey(LeafKeeping.AUTHORITIES)) {
                continue;
            }
            if (!content.get(LeafKeeping.AUTHORITIES).contains(pem)) {
                return Optional.empty();
            }
            latest =
                    Stream.concat(latest.stream(), trustedSince(secret).stream())
                            .max(Comparator.naturalOrder());
        }
        return Optional.of(
                latest.map(it -> it.plus(making.timings.distribution())).orElse(making.now));
    }

    /** Secrets of the cluster whose authorities tell nobody whom to trust. */
    private Set<String> othersAuthorities() {
        return Set.of(
                ClusterNames.authoritySecret(making.name()), ClusterNames.issued(making.name()));
    }

    static Optional<Instant> trustedSince(Secret secret) {
        return Content.instant(secret, TRUSTED_SINCE);
    }

    private Secret secret(Authority authority) {
        return making.secret(
                ClusterNames.authoritySecret(making.name()), TYPE, authority.content());
    }

    private Finding unreadable(Secret secret) {
        String name = secret.getMetadata().getName();
        return Finding.error(
                "AuthorityUnreadable",
                "Secret " + name,
                "does not hold an authority's certificate and key",
                "Restore it from a backup, or delete it (kubectl delete secret "
                        + name
                        + " -n "
                        + secret.getMetadata().getNamespace()
                        + ") and the operator makes a new authority; what the old one signed stays"
                        + " trusted meanwhile");
    }
}
