package com.dhanman.operator.postgres.credentials;

import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.postgres.ClusterNames;
import io.fabric8.kubernetes.api.model.Secret;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A certificate of the servers that the user or cert-manager gives, and whether it would do. */
final class ServerSecret {
    private static final String OF_THE_USER = "spec.tls.serverSecret";
    private static final String ISSUED = "spec.tls.issuerRef";
    private static final List<String> KEYS =
            List.of(LeafKeeping.CERTIFICATE, LeafKeeping.KEY, LeafKeeping.AUTHORITIES);

    private final Making making;
    private final String name;
    private final String field;

    private ServerSecret(Making making, String name, String field) {
        this.making = making;
        this.name = name;
        this.field = field;
    }

    static ServerSecret ofTheUser(Making making, String name) {
        return new ServerSecret(making, name, OF_THE_USER);
    }

    /** That of the Certificate which the plan has; until it was issued nothing is amiss. */
    static ServerSecret issued(Making making) {
        return new ServerSecret(making, ClusterNames.issued(making.name()), ISSUED);
    }

    /** Authorities by which clients know the servers, in PEM; empty where it would not do. */
    Optional<String> authorities() {
        Optional<Secret> secret = making.find(name);
        if (secret.isEmpty() && field.equals(ISSUED)) {
            return Optional.empty();
        }
        if (secret.isEmpty()) {
            return refuse(
                    "SecretMissing",
                    "the Secret is not there",
                    "Create it with the keys "
                            + String.join(", ", KEYS)
                            + ", or leave serverSecret out and the operator makes certificates");
        }
        Map<String, String> content = Content.of(secret.get());
        List<String> missing =
                KEYS.stream().filter(key -> content.getOrDefault(key, "").isBlank()).toList();
        if (!missing.isEmpty()) {
            return refuse(
                    "SecretKeyMissing",
                    "the Secret has no " + String.join(", ", missing),
                    "Add what is missing; an issuer that gives no ca.crt cannot be verified by"
                            + " clients: take another");
        }
        try {
            return verified(content);
        } catch (GeneralSecurityException e) {
            return refuse(
                    "ServerCertificateInvalid",
                    "the certificate, its key or the authorities cannot be read, or the key is"
                            + " another certificate's",
                    "Put PEM texts that belong together into the Secret");
        }
    }

    private Optional<String> verified(Map<String, String> content) throws GeneralSecurityException {
        List<X509Certificate> chain = Pem.certificates(content.get(LeafKeeping.CERTIFICATE));
        Signed server =
                Signed.read(content.get(LeafKeeping.CERTIFICATE), content.get(LeafKeeping.KEY));
        List<X509Certificate> authorities = Pem.certificates(content.get(LeafKeeping.AUTHORITIES));
        if (!leadsTo(chain, authorities)) {
            return refuse(
                    "ServerCertificateInvalid",
                    "no authority of ca.crt has signed the certificate",
                    "Put the issuer's certificate into ca.crt, and those between into tls.crt");
        }
        making.ends(server.end());
        if (!making.now.isBefore(server.end())) {
            return refuse(
                    "ServerCertificateExpired",
                    "the certificate ended at " + server.end(),
                    "Renew it; the servers take the new one by themselves");
        }
        making.due(server.end());
        List<String> uncovered =
                hosts().filter(it -> !Profile.covers(server.certificate(), it)).toList();
        if (!uncovered.isEmpty()) {
            return refuse(
                    "ServerCertificateNames",
                    "the certificate is not for " + String.join(", ", uncovered),
                    "Issue it for these names too");
        }
        // Its own text as parsed: what else may be in the file is nobody's to trust.
        return Optional.of(Pem.of(authorities));
    }

    /** Whether the certificate is an authority's own, directly or by those that come with it. */
    private static boolean leadsTo(List<X509Certificate> chain, List<X509Certificate> authorities) {
        X509Certificate last = chain.getFirst();
        for (X509Certificate certificate : chain) {
            boolean continues = certificate.equals(last) || Signed.isSignedBy(last, certificate);
            if (!continues) {
                return false;
            }
            last = certificate;
            X509Certificate reached = last;
            if (authorities.stream()
                    .anyMatch(it -> it.equals(reached) || Signed.isSignedBy(reached, it))) {
                return true;
            }
        }
        return false;
    }

    /** What connection strings name. */
    private Stream<String> hosts() {
        DatabaseTarget target = DatabaseTarget.of(making.cluster, "");
        return Stream.concat(
                Stream.of(
                                Stream.of(target.primary()),
                                target.poolerHost().stream(),
                                Stream.of(target.readHost(), target.replicas()))
                        .flatMap(it -> it)
                        .distinct(),
                target.instanceHosts().stream().limit(1));
    }

    private Optional<String> refuse(String reason, String message, String remedy) {
        making.findings.add(
                Finding.error(reason, field + " (Secret " + name + ")", message, remedy));
        return Optional.empty();
    }

    /** Name that the operator wants to see in any server's certificate. */
    static String serverName(Making making) {
        return ClusterNames.readWrite(making.name())
                + "."
                + making.cluster.getMetadata().getNamespace()
                + ".svc";
    }
}
