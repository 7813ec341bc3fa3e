package com.dhanman.operator.postgres.credentials;

import com.dhanman.operator.api.v1alpha1.KeyReference;
import com.dhanman.operator.api.v1alpha1.PostgresBootstrap;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresSource;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.postgres.ClusterNames;
import com.dhanman.operator.postgres.sql.Password;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * The password by which a cluster follows a server outside of it. It reaches Patroni as a part of
 * its configuration that lies beside the replicas' certificate, so that a new one is taken over
 * without a restart.
 */
public final class SourcePassword {
    /** Key of the Secret of replication; `run-postgres` of the image knows the name. */
    static final String FILE = "source.yml";

    private SourcePassword() {}

    /** Where it is, if the cluster follows a server, or once did. */
    static Optional<KeyReference> secret(PostgresCluster cluster) {
        return Optional.ofNullable(cluster.getSpec().bootstrap())
                .map(PostgresBootstrap::standbyOf)
                .map(PostgresSource::passwordSecret);
    }

    /** The password, where it is there. */
    public static Optional<Password> of(PostgresCluster cluster, Collection<Secret> secrets) {
        return secret(cluster)
                .flatMap(
                        reference ->
                                secrets.stream()
                                        .filter(
                                                it ->
                                                        it.getMetadata()
                                                                .getName()
                                                                .equals(reference.name()))
                                        .findFirst()
                                        .flatMap(it -> read(it, reference.key())))
                .map(Password::of);
    }

    /** Why the password is not there. */
    public static Finding missing(PostgresCluster cluster, Collection<Secret> secrets) {
        KeyReference reference = secret(cluster).orElseThrow();
        boolean there =
                secrets.stream()
                        .anyMatch(it -> it.getMetadata().getName().equals(reference.name()));
        return Finding.error(
                there ? "SecretKeyMissing" : "SecretMissing",
                "spec.bootstrap.standbyOf.passwordSecret",
                there
                        ? "the Secret %s has no password under the key %s"
                                .formatted(reference.name(), reference.key())
                        : "the Secret %s is not there".formatted(reference.name()),
                "kubectl create secret generic %s -n %s --from-literal=%s=..."
                        .formatted(
                                reference.name(),
                                cluster.getMetadata().getNamespace(),
                                reference.key()));
    }

    /** Patroni's file; while the user's Secret is missing it stays as it was. */
    static Optional<String> file(Making making) {
        return secret(making.cluster)
                .flatMap(
                        reference ->
                                making.find(reference.name())
                                        .flatMap(it -> read(it, reference.key()))
                                        .map(SourcePassword::yaml)
                                        .or(() -> before(making)));
    }

    private static Optional<String> before(Making making) {
        return making.find(ClusterNames.replicationSecret(making.name()))
                .map(it -> Content.of(it).get(FILE));
    }

    private static Optional<String> read(Secret secret, String key) {
        return Optional.ofNullable(Content.of(secret).get(key)).filter(it -> !it.isEmpty());
    }

    /** JSON is YAML, and quotes whatever a password may hold. */
    private static String yaml(String password) {
        try {
            return new ObjectMapper()
                    .writeValueAsString(
                            Map.of(
                                    "postgresql",
                                    Map.of(
                                            "authentication",
                                            Map.of("replication", Map.of("password", password)))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
