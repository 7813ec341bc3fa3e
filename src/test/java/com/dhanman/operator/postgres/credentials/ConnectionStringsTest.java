package com.dhanman.operator.postgres.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresPooler;
import io.fabric8.kubernetes.api.model.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.postgresql.Driver;

class ConnectionStringsTest {
    private static final DatabaseTarget SALES = target("prod-dhanman-sales");
    private static final Login USER = new Login("dhanman_user", "pw");
    private static final Login ODD = new Login("o'd\"d;=u:s@r", "p w;=\"'\\:/?#%&+ü");

    @Test
    void npgsql() {
        ConnectionStrings strings = new ConnectionStrings(SALES, USER);
        String rest =
                ";Port=5432;Database=prod-dhanman-sales;Username=dhanman_user;Password=pw"
                        + ";SSL Mode=VerifyFull;Root Certificate=/etc/dhanman/postgres/ca.crt"
                        + ";Maximum Pool Size=20;Minimum Pool Size=2;Connection Idle Lifetime=300"
                        + ";Connection Pruning Interval=10;Timeout=5;Keepalive=5"
                        + ";Tcp Keepalive=true;Tcp Keepalive Time=5;Tcp Keepalive Interval=1";

        assertThat(strings.npgsql()).isEqualTo("Host=main-rw.qa.svc" + rest);
        assertThat(strings.npgsqlReadOnly())
                .isEqualTo(
                        "Host=main-ro.qa.svc,main-rw.qa.svc"
                                + rest
                                + ";Target Session Attributes=prefer-standby");
        assertThat(strings.npgsqlMultiHost())
                .isEqualTo(
                        "Host=main-1-0.main-pods.qa.svc,main-2-0.main-pods.qa.svc"
                                + rest
                                + ";Target Session Attributes=read-write");
    }

    @Test
    void whatMeansSomethingToDotNetIsQuoted() {
        String strings = new ConnectionStrings(target("a b"), ODD).npgsql();

        assertThat(strings)
                .contains(";Database=\"a b\";")
                .contains(";Username=\"o'd\"\"d;=u:s@r\";")
                .contains(";Password=\"p w;=\"\"'\\:/?#%&+ü\";");
        assertThat(new ConnectionStrings(SALES, new Login("u", "say \"x\"")).npgsql())
                .contains(";Password='say \"x\"';");
    }

    @Test
    void javasDriverReadsWhatWasMeant() {
        for (Login login : new Login[] {USER, ODD}) {
            for (String database : new String[] {"prod-dhanman-sales", "ä b/c?d&e=f%+"}) {
                ConnectionStrings strings = new ConnectionStrings(target(database), login);

                Properties write = Driver.parseURL(strings.jdbc(), new Properties());
                assertThat(write)
                        .containsEntry("PGHOST", "main-rw.qa.svc")
                        .containsEntry("PGPORT", "5432")
                        .containsEntry("PGDBNAME", database)
                        .containsEntry("user", login.username())
                        .containsEntry("password", login.password())
                        .containsEntry("sslmode", "verify-full")
                        .containsEntry("sslrootcert", "/etc/dhanman/postgres/ca.crt")
                        .containsEntry("connectTimeout", "5")
                        .containsEntry("tcpKeepAlive", "true")
                        .hasSize(9);
                assertThat(Driver.parseURL(strings.jdbcReadOnly(), new Properties()))
                        .containsEntry("PGHOST", "main-ro.qa.svc,main-rw.qa.svc")
                        .containsEntry("PGPORT", "5432,5432")
                        .containsEntry("PGDBNAME", database)
                        .containsEntry("targetServerType", "preferSecondary");
            }
        }
    }

    @Test
    void uris() {
        assertThat(new ConnectionStrings(SALES, USER).uri())
                .isEqualTo(
                        "postgresql://dhanman_user:pw@main-rw.qa.svc:5432/prod-dhanman-sales"
                                + "?sslmode=verify-full&sslrootcert=/etc/dhanman/postgres/ca.crt"
                                + "&connect_timeout=5");
        URI odd = URI.create(new ConnectionStrings(target("ä b/c?"), ODD).uriReadOnly());
        assertThat(odd.getHost()).isEqualTo("main-ro.qa.svc");
        assertThat(odd.getUserInfo()).isEqualTo(ODD.username() + ":" + ODD.password());
        assertThat(odd.getRawUserInfo()).containsOnlyOnce(":");
        assertThat(odd.getPath()).isEqualTo("/ä b/c?");
        assertThat(odd.getRawPath()).isEqualTo("/%C3%A4%20b%2Fc%3F");
    }

    @Test
    void pgpass() {
        assertThat(new ConnectionStrings(SALES, new Login("a:b", "c\\d")).pgpass())
                .isEqualTo(
                        """
                        main-rw.qa.svc:5432:prod-dhanman-sales:a\\:b:c\\\\d
                        main-ro.qa.svc:5432:prod-dhanman-sales:a\\:b:c\\\\d
                        main-r.qa.svc:5432:prod-dhanman-sales:a\\:b:c\\\\d
                        main-1-0.main-pods.qa.svc:5432:prod-dhanman-sales:a\\:b:c\\\\d
                        main-2-0.main-pods.qa.svc:5432:prod-dhanman-sales:a\\:b:c\\\\d
                        """);
    }

    @Test
    void aPoolerHasFormsOfItsOwn() {
        ConnectionStrings transaction = pooled(PostgresPooler.Mode.Transaction);
        ConnectionStrings session = pooled(PostgresPooler.Mode.Session);

        assertThat(transaction.npgsqlPooler().orElseThrow())
                .startsWith("Host=main-pooler.qa.svc;")
                .contains(";Minimum Pool Size=0;Connection Idle Lifetime=30;")
                .endsWith(";Connection Lifetime=60;No Reset On Close=true");
        assertThat(session.npgsqlPooler().orElseThrow()).doesNotContain("No Reset");
        assertThat(transaction.jdbcPooler().orElseThrow())
                .startsWith("jdbc:postgresql://main-pooler.qa.svc:5432/");
        assertThat(transaction.uriPooler().orElseThrow()).contains("@main-pooler.qa.svc:5432/");
        assertThat(transaction.npgsql()).startsWith("Host=main-rw.qa.svc;");
        assertThat(transaction.pgpass()).contains("main-pooler.qa.svc:5432:");
    }

    @Test
    void onlyAClusterWithAPoolerHasItsForms() {
        String databases = "databases: [{name: d, owner: dhanman_user}]\n";

        assertThat(Content.of(secret(Clusters.of(databases), credentials("pw"))))
                .doesNotContainKey("host-pooler");
        assertThat(Content.of(secret(Clusters.of(databases + "pooler: {}"), credentials("pw"))))
                .containsEntry("host", "main-rw.qa.svc")
                .containsEntry("host-pooler", "main-pooler.qa.svc")
                .containsKeys("npgsql-pooler", "jdbc-pooler", "uri-pooler");
    }

    @Test
    void oneInstanceIsReadFromToo() {
        DatabaseTarget single = new DatabaseTarget("main", "qa", 1, Optional.empty(), "d");
        ConnectionStrings strings = new ConnectionStrings(single, USER);

        assertThat(strings.uriReadOnly()).contains("@main-rw.qa.svc:");
        assertThat(strings.npgsqlMultiHost())
                .as("Npgsql refuses them with one host")
                .doesNotContain("Target Session Attributes");
    }

    @Test
    void aSecretHoldsEveryForm() {
        PostgresCluster cluster =
                Clusters.of("databases: [{name: prod-dhanman-sales, owner: dhanman_user}]");
        Credentials credentials = credentials("pw");
        Secret secret = secret(cluster, credentials);

        assertThat(secret.getMetadata().getName()).isEqualTo("main-db-prod-dhanman-sales");
        assertThat(Content.of(secret))
                .containsOnlyKeys(
                        "ca.crt",
                        "database",
                        "host",
                        "host-ro",
                        "jdbc",
                        "jdbc-ro",
                        "npgsql",
                        "npgsql-multihost",
                        "npgsql-ro",
                        "password",
                        "pgpass",
                        "port",
                        "provider",
                        "type",
                        "uri",
                        "uri-ro",
                        "username")
                .containsEntry("type", "postgresql")
                .containsEntry("host", "main-rw.qa.svc")
                .containsEntry("host-ro", "main-ro.qa.svc")
                .containsEntry("port", "5432")
                .containsEntry("database", "prod-dhanman-sales")
                .containsEntry("username", "dhanman_user")
                .containsEntry("ca.crt", "authorities");
        assertThat(secret).isEqualTo(secret(cluster, credentials));
    }

    @Test
    void theFingerprintChangesWithTheContentAndDependsOnTheSeal() {
        PostgresCluster cluster =
                Clusters.of("databases: [{name: prod-dhanman-sales, owner: dhanman_user}]");
        Secret one = secret(cluster, credentials("one"));
        String fingerprint = DatabaseSecret.fingerprint(one, credentials("one"));

        assertThat(fingerprint)
                .hasSize(16)
                .isEqualTo(DatabaseSecret.fingerprint(one, credentials("one")))
                .isNotEqualTo(
                        DatabaseSecret.fingerprint(
                                secret(cluster, credentials("two")), credentials("two")))
                .isNotEqualTo(
                        DatabaseSecret.fingerprint(
                                one, new Credentials("authorities", Map.of(), "another")));
    }

    @Test
    void anOwnerThatCannotLogInHasNoSecret() {
        PostgresCluster cluster =
                Clusters.of(
                        """
                        databases: [{name: d, owner: o}]
                        roles: [{name: o, login: false}]
                        """);

        assertThat(
                        DatabaseSecret.of(
                                cluster,
                                cluster.getSpec().databases().getFirst(),
                                Credentials.placeholder(cluster)))
                .isEmpty();
    }

    private static Secret secret(PostgresCluster cluster, Credentials credentials) {
        return DatabaseSecret.of(cluster, cluster.getSpec().databases().getFirst(), credentials)
                .orElseThrow();
    }

    private static Credentials credentials(String password) {
        return new Credentials(
                "authorities",
                Map.of("dhanman_user", RoleLogins.of("dhanman_user", password, "")),
                "seal");
    }

    private static ConnectionStrings pooled(PostgresPooler.Mode mode) {
        return new ConnectionStrings(
                new DatabaseTarget("main", "qa", 3, Optional.of(mode), "d"), USER);
    }

    private static DatabaseTarget target(String database) {
        return new DatabaseTarget("main", "qa", 2, Optional.empty(), database);
    }
}
