package com.dhanman.operator.postgres.credentials;

import com.dhanman.operator.postgres.ClusterNames;
import io.fabric8.kubernetes.api.model.Secret;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * By whom everybody knows the servers. Another issuer, or an issuer's new authority, reaches one
 * server after the other, and who has the new certificate must know those that have the old one: so
 * authorities stay trusted for a day after they were replaced, and as long as it is not known by
 * whom.
 */
final class ServerTrust {
    private ServerTrust() {}

    /**
     * What replicas, the operator, the pooler and clients are to trust, in PEM.
     *
     * @param own the cluster's own authorities
     * @param servers those that servers have certificates of now, the cluster's own included; empty
     *     where that cannot be told
     */
    static String of(Making making, String own, Optional<String> servers) {
        Optional<Secret> told = making.find(ClusterNames.replicationSecret(making.name()));
        String before =
                told.map(it -> Content.of(it).get(LeafKeeping.SERVER_AUTHORITIES)).orElse("");
        String now = servers.orElse(own);
        List<X509Certificate> former = former(making, before, now);
        if (former.isEmpty()) {
            return now;
        }
        if (servers.isPresent()) {
            // Those of now come first: where they do not yet, they have only just replaced others.
            Instant since =
                    before.startsWith(now)
                            ? told.flatMap(AuthorityKeeping::trustedSince).orElse(making.now)
                            : making.now;
            Instant until = since.plus(making.timings.distribution());
            if (!making.now.isBefore(until)) {
                return now;
            }
            making.due(until);
        }
        return now + Pem.of(former);
    }

    private static List<X509Certificate> former(Making making, String before, String now) {
        List<X509Certificate> present = certificates(now);
        return certificates(before).stream()
                .filter(it -> !present.contains(it))
                .filter(it -> making.now.isBefore(it.getNotAfter().toInstant()))
                .toList();
    }

    private static List<X509Certificate> certificates(String pem) {
        try {
            return pem == null || pem.isBlank() ? List.of() : Pem.certificates(pem);
        } catch (GeneralSecurityException e) {
            // Nothing there that anybody could trust.
            return List.of();
        }
    }
}
