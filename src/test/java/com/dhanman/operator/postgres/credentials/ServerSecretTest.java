package com.dhanman.operator.postgres.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.kernel.MadeOnce;
import com.dhanman.operator.postgres.ClusterNames;
import com.dhanman.operator.testkit.SecretsApi;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The user's own certificate of the servers. */
class ServerSecretTest {
    private static final PostgresCluster CLUSTER = Clusters.of("tls: {serverSecret: own}");

    private final SecretsApi api = new SecretsApi();
    private final CredentialStore store =
            new CredentialStore(new MadeOnce(api.client()), Timings.DEFAULT);
    private final Certificates certificates = new Certificates(new SecureRandom());
    private final Instant now = Instant.now();
    private final Signed company = certificates.authority("company", now);

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void itsAuthorityIsWhomClientsTrustAndServersDoNot() throws Exception {
        put(content(certificates.leaf(Profile.server("main", "qa"), company, now)));

        Ensured ensured = ensure();

        assertThat(ensured.findings()).isEmpty();
        assertThat(CredentialStore.referenced(CLUSTER)).containsExactly("own");
        assertThat(api.get("main-server")).as("not needed").isNull();
        String servers = ensured.credentials().orElseThrow().serverAuthorities();
        Map<String, String> replication = Content.of(api.get("main-replication"));
        assertThat(servers).contains(Pem.of(company.certificate()));
        assertThat(replication.get("server-ca.crt")).isEqualTo(servers);
        assertThat(replication.get("ca.crt")).doesNotContain(Pem.of(company.certificate()));

        SSLContext server = Tls.context(api.get("own"), replication.get("ca.crt"));
        SSLContext replica = Tls.context(api.get("main-replication"), servers);
        assertThat(Tls.handshake(server, replica, "main-rw.qa.svc")).isEqualTo("CN=replicator");
        assertThat(Tls.handshake(server, ensured.identity().orElseThrow().context(), null))
                .isEqualTo("CN=dhanman_operator");
    }

    @Test
    void serversMayChangeFromOneToTheOtherOneByOne() throws Exception {
        PostgresCluster before = Clusters.of("");
        store.ensure(before, api.cache(), LoginReport.NONE, now);
        SSLContext old =
                Tls.context(
                        api.get("main-server"),
                        Content.of(api.get("main-replication")).get("ca.crt"));
        put(content(certificates.leaf(Profile.server("main", "qa"), company, now)));

        Ensured ensured = ensure();

        SSLContext replica =
                Tls.context(
                        api.get("main-replication"),
                        ensured.credentials().orElseThrow().serverAuthorities());
        assertThat(Tls.handshake(old, replica, "main-rw.qa.svc")).isEqualTo("CN=replicator");
    }

    @Test
    void aChainThatHoldsTheAuthorityWillDo() throws Exception {
        Signed leaf = certificates.leaf(Profile.server("main", "qa"), company, now);
        Map<String, String> content = content(leaf);
        content.put("tls.crt", Pem.of(List.of(leaf.certificate(), company.certificate())));
        put(content);

        assertThat(ensure().findings()).isEmpty();
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThat(reason()).isEqualTo("SecretMissing");
        assertThat(ensure().credentials()).isEmpty();
        assertThat(ensure().identity()).as("the operator goes on").isPresent();

        put(Map.of("tls.crt", "x", "tls.key", " "));
        assertThat(reason()).isEqualTo("SecretKeyMissing");
        assertThat(ensure().findings().getFirst().message()).contains("tls.key, ca.crt");
    }

    @Test
    void whatDoesNotBelongTogetherIsRefused() throws Exception {
        Signed leaf = certificates.leaf(Profile.server("main", "qa"), company, now);
        Map<String, String> sound = content(leaf);

        put(with(sound, "tls.crt", "no certificate"));
        assertThat(reason()).isEqualTo("ServerCertificateInvalid");
        put(with(sound, "tls.key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"));
        assertThat(reason()).isEqualTo("ServerCertificateInvalid");
        put(with(sound, "tls.key", Pem.of(company.key())));
        assertThat(reason()).isEqualTo("ServerCertificateInvalid");
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(1024);
        put(with(sound, "tls.key", Pem.of(rsa.generateKeyPair().getPrivate())));
        assertThat(reason()).isEqualTo("ServerCertificateInvalid");
        Signed other = certificates.authority("company", now);
        put(with(sound, "ca.crt", Pem.of(other.certificate())));
        assertThat(reason()).isEqualTo("ServerCertificateInvalid");
        put(sound);
        assertThat(ensure().findings()).isEmpty();
    }

    @Test
    void itMustBeForTheNamesOfTheServices() {
        put(content(certificates.leaf(Profile.server("other", "qa"), company, now)));

        assertThat(reason()).isEqualTo("ServerCertificateNames");
        assertThat(ensure().findings().getFirst().message())
                .contains("main-rw.qa.svc, main-ro.qa.svc, main-1-0.main-pods.qa.svc");
    }

    @Test
    void itMustNotHaveEnded() {
        Instant before = now.minus(Duration.ofDays(100));
        put(content(certificates.leaf(Profile.server("main", "qa"), company, before)));

        assertThat(reason()).isEqualTo("ServerCertificateExpired");
    }

    @Test
    void authoritiesStayTrustedForADayAfterTheyWereReplaced() throws Exception {
        PostgresCluster without = Clusters.of("");
        String former = Pem.of(company.certificate());
        put(content(certificates.leaf(Profile.server("main", "qa"), company, now)));
        ensure();

        Ensured changed = store.ensure(without, api.cache(), LoginReport.NONE, now);
        Ensured later = store.ensure(without, api.cache(), LoginReport.NONE, in(23));

        assertThat(changed.credentials().orElseThrow().serverAuthorities())
                .as("servers have it until they are restarted")
                .endsWith(former);
        assertThat(Content.of(api.get("main-replication")).get("server-ca.crt")).endsWith(former);
        assertThat(later.credentials().orElseThrow().serverAuthorities()).endsWith(former);
        assertThat(later.due()).isBefore(in(25));

        assertThat(
                        store.ensure(without, api.cache(), LoginReport.NONE, in(24))
                                .credentials()
                                .orElseThrow()
                                .serverAuthorities())
                .doesNotContain(former);
        assertThat(Content.of(api.get("main-replication")).get("server-ca.crt"))
                .doesNotContain(former);
    }

    @Test
    void whileTheSecretIsAwayWhoeverSignedItStaysTrusted() {
        put(content(certificates.leaf(Profile.server("main", "qa"), company, now)));
        ensure();
        api.remove("own");

        ensure();
        store.ensure(CLUSTER, api.cache(), LoginReport.NONE, in(48));

        assertThat(Content.of(api.get("main-replication")).get("server-ca.crt"))
                .contains(Pem.of(company.certificate()));
    }

    @Test
    void nothingIsAmissBeforeACertificateWasIssued() {
        PostgresCluster cluster = Clusters.of("tls: {issuerRef: {name: company}}");

        Ensured ensured = store.ensure(cluster, api.cache(), LoginReport.NONE, now);

        assertThat(ensured.findings()).isEmpty();
        assertThat(ensured.credentials()).isEmpty();
        assertThat(ensured.identity()).as("the operator goes on").isPresent();
        assertThat(api.get("main-server")).as("not needed").isNull();
        assertThat(CredentialStore.referenced(cluster)).as("the cache has it").isEmpty();
    }

    @Test
    void whatWasIssuedIsTakenAndDoesNotHoldUpTheClustersOwnAuthority() {
        PostgresCluster cluster = Clusters.of("tls: {issuerRef: {name: company}}");
        Signed leaf = certificates.leaf(Profile.server("main", "qa"), company, now);
        put(issued(content(leaf)));

        Ensured ensured = store.ensure(cluster, api.cache(), LoginReport.NONE, now);

        assertThat(ensured.findings()).isEmpty();
        assertThat(ensured.credentials().orElseThrow().serverAuthorities())
                .startsWith(Pem.of(company.certificate()));
        assertThat(ensured.end()).contains(leaf.end());

        Instant late = now.plus(Certificates.AUTHORITY_LIFE).minus(Authority.AHEAD);
        put(issued(content(certificates.leaf(Profile.server("main", "qa"), company, late))));
        store.ensure(cluster, api.cache(), LoginReport.NONE, late);
        assertThat(Content.of(api.get("main-ca"))).as("there is a next").containsKey("next.key");
        store.ensure(cluster, api.cache(), LoginReport.NONE, late.plus(Duration.ofDays(2)));
        assertThat(Content.of(api.get("main-ca"))).doesNotContainKey("next.key");
    }

    @Test
    void whatWasIssuedAndDoesNotDoIsRefused() {
        PostgresCluster cluster = Clusters.of("tls: {issuerRef: {name: acme}}");
        Map<String, String> content =
                content(certificates.leaf(Profile.server("main", "qa"), company, now));
        content.remove("ca.crt");
        put(issued(content));

        assertThat(store.ensure(cluster, api.cache(), LoginReport.NONE, now).findings())
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.reason()).isEqualTo("SecretKeyMissing");
                            assertThat(it.field())
                                    .isEqualTo("spec.tls.issuerRef (Secret main-issued)");
                            assertThat(it.remedy()).contains("take another");
                        });
    }

    private Instant in(int hours) {
        return now.plus(Duration.ofHours(hours));
    }

    private String reason() {
        List<Finding> findings = ensure().findings();
        assertThat(findings).hasSize(1);
        assertThat(findings.getFirst().severity()).isEqualTo(Finding.Severity.ERROR);
        return findings.getFirst().reason();
    }

    private Ensured ensure() {
        return store.ensure(CLUSTER, api.cache(), LoginReport.NONE, now);
    }

    private Map<String, String> content(Signed leaf) {
        Map<String, String> content = new HashMap<>();
        content.put("tls.crt", Pem.of(leaf.certificate()));
        content.put("tls.key", Pem.of(leaf.key()));
        content.put("ca.crt", Pem.of(company.certificate()));
        return content;
    }

    private static Map<String, String> with(Map<String, String> content, String key, String value) {
        Map<String, String> other = new TreeMap<>(content);
        other.put(key, value);
        return other;
    }

    private void put(Map<String, String> content) {
        Secret secret =
                new SecretBuilder()
                        .withNewMetadata()
                        .withName("own")
                        .withNamespace("qa")
                        .endMetadata()
                        .withData(Content.encoded(content))
                        .build();
        api.put(secret);
    }

    private static Secret issued(Map<String, String> content) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName("main-issued")
                .withNamespace("qa")
                .withLabels(ClusterNames.labels("main", "qa"))
                .endMetadata()
                .withData(Content.encoded(content))
                .build();
    }

    private void put(Secret secret) {
        api.put(secret);
    }
}
