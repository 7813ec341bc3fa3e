package com.dhanman.operator.postgres.credentials;

import com.dhanman.operator.postgres.ClusterNames;
import com.dhanman.operator.postgres.sql.OwnRole;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whom a certificate is for.
 *
 * @param names host names, empty for a client's
 * @param server whether it proves a server; it then proves a client as well
 */
record Profile(String commonName, List<String> names, boolean server) {
    /** Name by which replicas log in. */
    static final String REPLICATION = "replicator";

    /** Name by which the operator logs in. */
    static final String OPERATOR = "dhanman_operator";

    /** Name by which PgBouncer logs in to look passwords up. */
    static final String POOLER = OwnRole.POOLER.roleName();

    /** Name by which backups log in. */
    static final String BACKUP = "dhanman_backup";

    private static final int DNS_NAME = 2;

    static Profile client(String commonName) {
        return new Profile(commonName, List.of(), false);
    }

    /** The servers', by all names of the Services and of the pods. */
    static Profile server(String cluster, String namespace) {
        return new Profile(
                ClusterNames.readWrite(cluster),
                ClusterNames.serverHosts(cluster, namespace),
                true);
    }

    boolean fits(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName().equals("CN=" + commonName)
                && namesOf(certificate).equals(new HashSet<>(names));
    }

    /** Host names that a certificate is for. */
    static Set<String> namesOf(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? Set.of()
                    : names.stream()
                            .filter(it -> it.getFirst().equals(DNS_NAME))
                            .map(it -> (String) it.get(1))
                            .collect(Collectors.toSet());
        } catch (CertificateParsingException e) {
            return Set.of();
        }
    }

    /** Whether a certificate is for a host, by its name or by a wildcard. */
    static boolean covers(X509Certificate certificate, String host) {
        Set<String> names = namesOf(certificate);
        return names.contains(host) || names.contains("*" + host.substring(host.indexOf('.')));
    }
}
