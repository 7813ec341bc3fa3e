package com.dhanman.operator.postgres.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.kernel.Labels;
import com.dhanman.operator.kernel.MadeOnce;
import com.dhanman.operator.testkit.SecretsApi;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CredentialStoreTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final String DATABASES =
            """
            monitoring: {enabled: false}
            databases: [{name: qa-sales, owner: dhanman_user}, {name: qa-common}]
            """;

    private final SecretsApi api = new SecretsApi();
    private final CredentialStore store =
            new CredentialStore(new MadeOnce(api.client()), Timings.DEFAULT);

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void everythingIsMadeAtOnceAndThenNothing() {
        Ensured first = ensure(Clusters.of(DATABASES), NOW);

        assertThat(api.requests())
                .as("each Secret with one request")
                .containsExactlyInAnyOrder(
                        "POST main-ca",
                        "POST main-server",
                        "POST main-replication",
                        "POST main-operator",
                        "POST main-backup",
                        "POST " + roleSecret("dhanman_user"),
                        "POST " + roleSecret("qa_common"));
        assertThat(first.findings()).isEmpty();
        assertThat(first.failures()).isEmpty();
        assertThat(first.due()).as("30 days before the certificates end").isBefore(days(61));
        Login login = first.credentials().orElseThrow().login("dhanman_user").orElseThrow();
        assertThat(login.username()).isEqualTo("dhanman_user");
        assertThat(login.password()).matches("[A-Za-z0-9]{32}");

        Ensured second = ensure(Clusters.of(DATABASES), NOW.plusSeconds(60));

        assertThat(api.requests()).isEmpty();
        assertThat(second).isEqualTo(first);
    }

    @Test
    void aPoolerHasACertificateAsLongAsItIsThere() {
        ensure(Clusters.of(DATABASES), NOW);
        api.requests();

        Ensured with = ensure(Clusters.of(DATABASES + "pooler: {}"), NOW);
        assertThat(api.requests()).containsExactly("POST main-pooler");
        assertThat(with.credentials()).isPresent();
        assertThat(content("main-pooler")).containsKeys("tls.crt", "tls.key", "ca.crt");

        ensure(Clusters.of(DATABASES), NOW);
        assertThat(api.requests()).containsExactly("DELETE main-pooler");
    }

    @Test
    void anEmptyCacheChangesNothing() {
        PostgresCluster cluster = Clusters.of(DATABASES);
        Ensured first = ensure(cluster, NOW);
        List<Secret> before = api.cache();

        Ensured again = store.ensure(cluster, List.of(), LoginReport.NONE, NOW);

        assertThat(again).isEqualTo(first);
        assertThat(api.cache()).isEqualTo(before);
    }

    @Test
    void certificatesAreRenewedWithAThirdOfTheirLifeLeft() {
        PostgresCluster cluster = Clusters.of(DATABASES);
        Ensured first = ensure(cluster, NOW);
        Secret before = api.get("main-server");
        api.requests();

        ensure(cluster, first.due().minusSeconds(1));
        assertThat(api.requests()).isEmpty();

        Ensured renewed = ensure(cluster, first.due());
        assertThat(api.requests())
                .containsExactlyInAnyOrder(
                        "PUT main-server",
                        "PUT main-replication",
                        "PUT main-operator",
                        "PUT main-backup");
        assertThat(content("main-server").get("tls.crt"))
                .isNotEqualTo(Content.of(before).get("tls.crt"));
        assertThat(renewed.credentials()).isEqualTo(first.credentials());
    }

    @Test
    void twoOperatorsDoNotBothRenew() {
        PostgresCluster cluster = Clusters.of(DATABASES);
        Ensured first = ensure(cluster, NOW);
        List<Secret> stale = api.cache();
        ensure(cluster, first.due());
        List<Secret> renewed = api.cache();

        Ensured late = store.ensure(cluster, stale, LoginReport.NONE, first.due());

        assertThat(api.cache()).isEqualTo(renewed);
        assertThat(late.failures()).hasSize(4);
        assertThat(late.credentials()).as("what there was goes on").isPresent();
    }

    @Test
    void aRoleThatComesLaterGetsItsSecretAndOneThatGoesLosesIt() {
        ensure(Clusters.of(DATABASES), NOW);
        api.requests();

        ensure(Clusters.of(DATABASES + "roles: [{name: analyst}]"), NOW);
        assertThat(api.requests()).containsExactly("POST main-role-analyst");

        ensure(Clusters.of(DATABASES), NOW);
        assertThat(api.requests()).as("off the list, it stays").isEmpty();

        ensure(Clusters.of(DATABASES + "roles: [{name: analyst, ensure: Absent}]"), NOW);
        assertThat(api.requests()).containsExactly("DELETE main-role-analyst");
    }

    @Test
    void aPasswordOfTheUsersOwnIsTaken() {
        PostgresCluster cluster = own();
        put("mine", Map.of("pw", "secret"));

        Ensured ensured = ensure(cluster, NOW);

        assertThat(ensured.findings()).isEmpty();
        assertThat(ensured.credentials().orElseThrow().login("dhanman_user"))
                .contains(new Login("dhanman_user", "secret"));
        assertThat(api.get(roleSecret("dhanman_user"))).isNull();
        assertThat(CredentialStore.referenced(cluster)).containsExactly("mine");
    }

    @Test
    void aPasswordThatIsMissingIsToldAndHoldsNothingElseUp() {
        Ensured ensured = ensure(own(), NOW);

        assertThat(reasons(ensured)).containsExactly("SecretMissing");
        assertThat(ensured.findings().getFirst().severity()).isEqualTo(Finding.Severity.WARNING);
        assertThat(ensured.credentials().orElseThrow().login("dhanman_user")).isEmpty();

        put("mine", Map.of("other", "x"));
        assertThat(reasons(ensure(own(), NOW))).containsExactly("SecretKeyMissing");
        put("mine", Map.of("pw", "secret\n"));
        assertThat(reasons(ensure(own(), NOW))).containsExactly("PasswordUnusable");
        assertThat(ensure(own(), NOW).findings().toString()).doesNotContain("secret\n");
    }

    @Test
    void clientsKeepAPasswordWhoseSecretIsLost() {
        PostgresCluster cluster = own();
        put("mine", Map.of("pw", "secret"));
        Credentials credentials = ensure(cluster, NOW).credentials().orElseThrow();
        api.put(
                DatabaseSecret.of(cluster, cluster.getSpec().databases().getFirst(), credentials)
                        .orElseThrow());
        api.remove("mine");

        Ensured lost = ensure(cluster, NOW);

        assertThat(reasons(lost)).containsExactly("SecretMissing");
        assertThat(lost.credentials()).contains(credentials);
    }

    @Test
    void theOperatorsPasswordStaysUntilTheUsersIsThere() {
        Credentials before = ensure(Clusters.of(DATABASES), NOW).credentials().orElseThrow();
        PostgresCluster cluster = own();

        assertThat(ensure(cluster, NOW).credentials().orElseThrow().login("dhanman_user"))
                .isEqualTo(before.login("dhanman_user"));
        put("mine", Map.of("pw", "secret"));
        ensure(cluster, NOW);

        assertThat(api.get(roleSecret("dhanman_user"))).isNull();
    }

    @Test
    void passwordsAreRotatedOnRequest() {
        PostgresCluster cluster = Clusters.of(DATABASES);
        Login first = login(ensure(cluster, NOW));
        cluster.getMetadata().setAnnotations(Map.of(RoleKeeping.ROTATE, "t1"));

        Ensured prepared = ensure(cluster, NOW);
        assertThat(login(prepared)).isEqualTo(first);
        assertThat(prepared.due()).as("no event will tell").isEqualTo(NOW.plusSeconds(5));
        Set<Login> all =
                prepared.logins().stream()
                        .flatMap(it -> it.all().stream())
                        .collect(java.util.stream.Collectors.toSet());
        LoginReport report = LoginReport.of(all, Set.of());

        Ensured handedOut = store.ensure(cluster, api.cache(), report, NOW);
        assertThat(login(handedOut).username()).isEqualTo("dhanman_user__b");
        assertThat(login(handedOut).password()).isNotEqualTo(first.password());
        assertThat(content(roleSecret("dhanman_user")))
                .containsEntry("username", "dhanman_user__b")
                .containsEntry("previous-username", "dhanman_user")
                .containsEntry("previous-password", first.password())
                .doesNotContainKey("next-password");

        Instant over = NOW.plus(Timings.DEFAULT.overlap());
        Ensured ended = store.ensure(cluster, api.cache(), report, over);
        assertThat(ended.logins()).noneMatch(RoleLogins::rotating);
        assertThat(login(ended)).isEqualTo(login(handedOut));
        api.requests();
        store.ensure(cluster, api.cache(), report, over);
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void aRoleThatComesAfterARequestNeedsNoRotation() {
        PostgresCluster cluster = Clusters.of(DATABASES);
        cluster.getMetadata().setAnnotations(Map.of(RoleKeeping.ROTATE, "t1"));
        ensure(cluster, NOW);

        assertThat(ensure(cluster, NOW).logins()).noneMatch(RoleLogins::rotating);
    }

    @Test
    void aSecretThatIsDeletedOrEmptiedIsMadeAnew() {
        PostgresCluster cluster = Clusters.of(DATABASES);
        Login first = login(ensure(cluster, NOW));
        Secret emptied = api.get(roleSecret("dhanman_user"));
        api.put(new SecretBuilder(emptied).removeFromData("password").build());
        api.remove("main-operator");

        Login second = login(ensure(cluster, NOW));

        assertThat(second.password()).matches("[A-Za-z0-9]{32}").isNotEqualTo(first.password());
        assertThat(api.get("main-operator")).isNotNull();
    }

    @Test
    void anAuthorityThatCannotBeReadIsAFinding() {
        PostgresCluster cluster = Clusters.of(DATABASES);
        ensure(cluster, NOW);
        Secret broken = api.get("main-ca");
        api.put(new SecretBuilder(broken).addToData("ca.key", "eA==").build());

        Ensured ensured = ensure(cluster, NOW);

        assertThat(reasons(ensured)).containsExactly("AuthorityUnreadable");
        assertThat(ensured.findings().getFirst().remedy())
                .contains("kubectl delete secret main-ca -n qa");
        assertThat(ensured.credentials()).isEmpty();
    }

    @Test
    void aForeignSecretIsNeverTakenOver() {
        put("main-server", Map.of("a", "b"));

        Ensured ensured = ensure(Clusters.of(DATABASES), NOW);

        assertThat(reasons(ensured)).containsExactly("Conflict");
        assertThat(ensured.credentials()).isEmpty();
        assertThat(content("main-server")).containsOnlyKeys("a");
    }

    @Test
    void aPausedClusterIsLeftAsItIs() {
        PostgresCluster cluster = Clusters.of(DATABASES);
        cluster.getMetadata().setAnnotations(Map.of(Labels.PAUSED, "true"));

        assertThat(ensure(cluster, NOW).credentials()).isEmpty();
        assertThat(api.requests()).isEmpty();

        ensure(Clusters.of(DATABASES), NOW);
        api.requests();
        assertThat(ensure(cluster, days(80)).credentials()).isPresent();
        assertThat(api.requests()).isEmpty();
    }

    private Ensured ensure(PostgresCluster cluster, Instant now) {
        return store.ensure(cluster, api.cache(), LoginReport.NONE, now);
    }

    private static PostgresCluster own() {
        return Clusters.of(
                DATABASES + "roles: [{name: dhanman_user, passwordSecret: {name: mine, key: pw}}]");
    }

    private void put(String name, Map<String, String> content) {
        api.put(
                new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("qa")
                        .endMetadata()
                        .withData(Content.encoded(content))
                        .build());
    }

    private Map<String, String> content(String name) {
        return Content.of(api.get(name));
    }

    private static Login login(Ensured ensured) {
        return ensured.credentials().orElseThrow().login("dhanman_user").orElseThrow();
    }

    private static List<String> reasons(Ensured ensured) {
        return ensured.findings().stream().map(Finding::reason).toList();
    }

    private static String roleSecret(String role) {
        return com.dhanman.operator.postgres.ClusterNames.roleSecret("main", role);
    }

    private static Instant days(int days) {
        return NOW.plus(Duration.ofDays(days));
    }
}
