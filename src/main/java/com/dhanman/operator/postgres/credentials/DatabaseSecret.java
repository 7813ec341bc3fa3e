package com.dhanman.operator.postgres.credentials;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresDatabase;
import com.dhanman.operator.postgres.ClusterNames;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The Secret with everything that a client of a database needs, by the keys of the <a
 * href="https://servicebinding.io/spec/core/1.1.0/#well-known-secret-entries">service binding</a>
 * specification and a few more.
 */
public final class DatabaseSecret {
    private static final int FINGERPRINT_BYTES = 8;

    private DatabaseSecret() {}

    /** Empty where the database's owner cannot log in. */
    public static Optional<Secret> of(
            PostgresCluster cluster, PostgresDatabase database, Credentials credentials) {
        return credentials
                .login(LoginRoles.owner(database))
                .map(
                        login ->
                                secret(
                                        DatabaseTarget.of(cluster, database.name()),
                                        login,
                                        credentials.serverAuthorities()));
    }

    /**
     * Changes when the content does, and tells nothing of it: who knows the fingerprint alone
     * cannot even try passwords on it.
     */
    public static String fingerprint(Secret secret, Credentials credentials) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(
                    new SecretKeySpec(
                            credentials.seal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            new TreeMap<>(secret.getData())
                    .forEach(
                            (key, value) ->
                                    mac.update(
                                            (key + "=" + value + "\n")
                                                    .getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(mac.doFinal(), 0, FINGERPRINT_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java knows no HMAC with SHA-256", e);
        }
    }

    private static Secret secret(DatabaseTarget target, Login login, String authorities) {
        String cluster = target.cluster();
        return new SecretBuilder()
                .withNewMetadata()
                .withName(ClusterNames.databaseSecret(cluster, target.database()))
                .withNamespace(target.namespace())
                .withLabels(ClusterNames.labels(cluster, target.namespace()))
                .endMetadata()
                .withType("servicebinding.io/postgresql")
                .withData(Content.encoded(content(target, login, authorities)))
                .build();
    }

    private static Map<String, String> content(
            DatabaseTarget target, Login login, String authorities) {
        ConnectionStrings strings = new ConnectionStrings(target, login);
        Map<String, String> content = new TreeMap<>();
        content.put("type", "postgresql");
        content.put("provider", "dhanman");
        content.put("host", target.primary());
        content.put("host-ro", target.readHost());
        content.put("port", Integer.toString(ClusterNames.POSTGRES_PORT));
        content.put("database", target.database());
        content.put("username", login.username());
        content.put("password", login.password());
        content.put("ca.crt", authorities);
        content.put("uri", strings.uri());
        content.put("uri-ro", strings.uriReadOnly());
        content.put("jdbc", strings.jdbc());
        content.put("jdbc-ro", strings.jdbcReadOnly());
        content.put("npgsql", strings.npgsql());
        content.put("npgsql-ro", strings.npgsqlReadOnly());
        content.put("npgsql-multihost", strings.npgsqlMultiHost());
        content.put("pgpass", strings.pgpass());
        target.poolerHost().ifPresent(it -> content.put("host-pooler", it));
        strings.uriPooler().ifPresent(it -> content.put("uri-pooler", it));
        strings.jdbcPooler().ifPresent(it -> content.put("jdbc-pooler", it));
        strings.npgsqlPooler().ifPresent(it -> content.put("npgsql-pooler", it));
        return content;
    }
}
