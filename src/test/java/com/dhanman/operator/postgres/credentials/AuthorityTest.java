package com.dhanman.operator.postgres.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.kernel.MadeOnce;
import com.dhanman.operator.testkit.SecretsApi;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Certificates, as those who have to trust them see them. */
class AuthorityTest {
    private static final Duration DISTRIBUTION = Timings.DEFAULT.distribution();
    private static final List<String> LEAVES =
            List.of("main-server", "main-replication", "main-operator", "main-backup");

    private final SecretsApi api = new SecretsApi();
    private final CredentialStore store =
            new CredentialStore(new MadeOnce(api.client()), Timings.DEFAULT);
    private final PostgresCluster cluster = Clusters.of("databases: [{name: d}]");
    private final Instant now = Instant.now();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void clientsVerifyTheServerByAnyOfItsNames() throws Exception {
        Ensured ensured = ensure(now);
        SSLContext server = Tls.context(api.get("main-server"), ca("main-server"));
        SSLContext client =
                Tls.context(
                        api.get("main-replication"),
                        ensured.credentials().orElseThrow().serverAuthorities());

        for (String host :
                List.of(
                        "main-rw",
                        "main-ro.qa",
                        "main-r.qa.svc",
                        "main-pooler.qa.svc.cluster.local",
                        "main-2-0.main-pods.qa.svc",
                        "main-2-0.main-pods.qa.svc.cluster.local",
                        "localhost")) {
            assertThat(Tls.handshake(server, client, host)).isEqualTo("CN=replicator");
        }
        for (String host : List.of("main-rw.prod.svc", "other-rw.qa.svc", "10.0.0.1")) {
            assertThatThrownBy(() -> Tls.handshake(server, client, host))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void serversVerifyClientsAndEachOther() throws Exception {
        ensure(now);
        SSLContext server = Tls.context(api.get("main-server"), ca("main-server"));

        assertThat(Tls.handshake(server, server, "main-rw.qa.svc")).isEqualTo("CN=main-rw");
        SSLContext nobody = Tls.context(null, ca("main-server"));
        assertThatThrownBy(() -> Tls.handshake(server, nobody, "main-rw.qa.svc"))
                .isInstanceOf(IOException.class);
        SSLContext client = Tls.context(api.get("main-operator"), ca("main-operator"));
        assertThatThrownBy(() -> Tls.handshake(client, server, "main-rw.qa.svc"))
                .as("a client's certificate is no server's")
                .isInstanceOf(IOException.class);
    }

    @Test
    void theOperatorReachesServersByTheirAddresses() throws Exception {
        Ensured ensured = ensure(now);
        SSLContext server = Tls.context(api.get("main-server"), ca("main-server"));
        ClientIdentity identity = ensured.identity().orElseThrow();

        assertThat(Tls.handshake(server, identity.context(), null))
                .isEqualTo("CN=dhanman_operator");
        assertThat(identity.toString()).doesNotContain("PRIVATE");

        ClientIdentity ofAnother =
                new ClientIdentity(
                        identity.serverAuthorities(),
                        "other-rw.qa.svc",
                        identity.certificate(),
                        identity.key());
        assertThatThrownBy(() -> Tls.handshake(server, ofAnother.context(), null))
                .isInstanceOf(IOException.class);
        Secret stranger = strangersServer();
        SSLContext strange = Tls.context(stranger, ca("main-server"));
        assertThatThrownBy(() -> Tls.handshake(strange, identity.context(), null))
                .isInstanceOf(IOException.class);
    }

    @Test
    void anAuthorityThatChangesNeverKeepsTwoApart() throws Exception {
        Instant announced = now.minus(DISTRIBUTION);
        // It was made so long ago that it is due.
        ensure(announced.minus(Certificates.AUTHORITY_LIFE).plus(Duration.ofDays(300)));
        String old = ca("main-ca");
        ensure(announced);
        State before = state(announced);
        assertThat(Pem.certificates(before.bundle)).hasSize(2);
        assertThat(Tls.trusts(old, before.server, announced)).as("it still signs").isTrue();

        ensure(now.minusSeconds(1));
        assertThat(state(now).server).isEqualTo(before.server);
        ensure(now);
        State after = state(now);
        assertThat(after.server).isNotEqualTo(before.server);
        assertThat(Tls.trusts(old, after.server, now)).as("the new one signs").isFalse();

        for (State server : List.of(before, after)) {
            for (State client : List.of(before, after)) {
                assertThat(
                                Tls.handshake(
                                        Tls.context(server.server, server.bundle),
                                        Tls.context(client.replication, client.bundle),
                                        "main-rw.qa.svc"))
                        .isEqualTo("CN=replicator");
            }
        }
    }

    @Test
    void throughTwoLivesOfAuthoritiesAllThatWereInUseWithinADayTrustEachOther() {
        Ensured ensured = ensure(now);
        Instant end = now.plus(Certificates.AUTHORITY_LIFE.multipliedBy(2));
        List<State> states = new ArrayList<>(List.of(state(now)));
        int changes = 0;
        for (Instant at = ensured.due(); at.isBefore(end); at = ensured.due()) {
            ensured = ensure(at);
            assertThat(ensured.findings()).isEmpty();
            assertThat(ensured.failures()).isEmpty();
            assertThat(ensured.due()).isAfter(at);
            State state = state(at);
            changes += state.bundle.equals(states.getLast().bundle) ? 0 : 1;
            states.add(state);
            Instant recent = at.minus(DISTRIBUTION);
            for (State other : states.reversed()) {
                trusting(state, other, at);
                trusting(other, state, at);
                if (!other.at.isAfter(recent)) {
                    // What was in use a day ago is the last that may still be.
                    break;
                }
            }
        }
        assertThat(changes).as("announced twice, and forgotten once").isGreaterThanOrEqualTo(3);
        assertThat(states).hasSizeGreaterThan(100);
    }

    private static void trusting(State one, State other, Instant at) {
        assertThat(Tls.trusts(one.bundle, other.server, at)).isTrue();
        assertThat(Tls.trusts(one.bundle, other.replication, at)).isTrue();
    }

    @Test
    void theNextAuthorityWaitsForWhoeverHasNotHeardOfIt() {
        Instant made = now.minus(Certificates.AUTHORITY_LIFE).plus(Duration.ofDays(300));
        Ensured first = ensure(made);
        Secret database =
                DatabaseSecret.of(
                                cluster,
                                cluster.getSpec().databases().getFirst(),
                                first.credentials().orElseThrow())
                        .orElseThrow();
        api.put(database);
        ensure(now);

        ensure(now.plus(DISTRIBUTION.multipliedBy(5)));
        assertThat(Content.of(api.get("main-ca")))
                .as("a database's Secret was not written")
                .containsKey("next.key");

        Ensured told = ensure(now.plus(DISTRIBUTION.multipliedBy(5)));
        api.put(
                new SecretBuilder(database)
                        .addToData(
                                Content.encoded(
                                        Map.of(
                                                "ca.crt",
                                                told.credentials()
                                                        .orElseThrow()
                                                        .serverAuthorities())))
                        .build());
        ensure(now.plus(DISTRIBUTION.multipliedBy(5)));
        assertThat(Content.of(api.get("main-ca"))).doesNotContainKey("next.key");
    }

    @Test
    void whenTheAuthorityIsLostWhatItSignedStaysTrusted() {
        ensure(now);
        State before = state(now);
        api.remove("main-ca");

        ensure(now);
        State after = state(now);
        assertThat(after.server).as("nobody knows the new one yet").isEqualTo(before.server);
        assertThat(Tls.trusts(after.bundle, before.server, now)).isTrue();

        Instant later = now.plus(DISTRIBUTION);
        ensure(later);
        State changed = state(later);
        assertThat(Tls.trusts(before.bundle, changed.server, later)).isFalse();
        assertThat(Tls.trusts(after.bundle, changed.server, later)).isTrue();
        assertThat(Tls.trusts(changed.bundle, before.server, later)).isTrue();
    }

    @Test
    void keysAreWrittenInPkcs8() throws Exception {
        ensure(now);

        assertThat(Content.of(api.get("main-server")).get("tls.key"))
                .startsWith("-----BEGIN PRIVATE KEY-----\n")
                .endsWith("-----END PRIVATE KEY-----\n");
        assertThat(api.get("main-server").getType()).isEqualTo("kubernetes.io/tls");
    }

    /**
     * What is in use at a time.
     *
     * @param server Secret's certificate, without what changes with the bundle
     */
    private record State(Instant at, Secret server, Secret replication, String bundle) {}

    private State state(Instant at) {
        return new State(at, leaf("main-server"), leaf("main-replication"), ca("main-server"));
    }

    private Secret leaf(String name) {
        assertThat(LEAVES).contains(name);
        Map<String, String> content = Content.of(api.get(name));
        return new SecretBuilder()
                .withData(
                        Content.encoded(
                                Map.of(
                                        "tls.crt",
                                        content.get("tls.crt"),
                                        "tls.key",
                                        content.get("tls.key"))))
                .build();
    }

    private Secret strangersServer() throws GeneralSecurityException {
        Certificates certificates = new Certificates(new java.security.SecureRandom());
        Signed leaf =
                certificates.leaf(
                        Profile.server("main", "qa"), certificates.authority("main", now), now);
        return new SecretBuilder()
                .withData(
                        Content.encoded(
                                Map.of(
                                        "tls.crt",
                                        Pem.of(leaf.certificate()),
                                        "tls.key",
                                        Pem.of(leaf.key()))))
                .build();
    }

    private String ca(String name) {
        return Content.of(api.get(name)).get("ca.crt");
    }

    private Ensured ensure(Instant at) {
        return store.ensure(cluster, api.cache(), LoginReport.NONE, at);
    }
}
