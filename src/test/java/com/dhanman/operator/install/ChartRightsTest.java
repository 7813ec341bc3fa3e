package com.dhanman.operator.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.install.Chart.Manifest;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the chart lets the operator, and people, do. */
class ChartRightsTest {
    private static final Set<String> NEVER =
            Set.of("*", "pods/exec", "escalate", "bind", "impersonate");
    private static final Path GOLDEN = Path.of("src/test/resources/golden/postgres/minimal");
    private static final Set<String> WRITES =
            Set.of("create", "update", "patch", "delete", "deletecollection");

    private final List<Manifest> objects = Chart.render("");

    @Test
    void noRoleHasAWildcardOrARightThatLeadsToMoreRights() {
        assertThat(roles())
                .isNotEmpty()
                .allSatisfy(
                        role ->
                                assertThat(rules(role).flatMap(ChartRightsTest::words))
                                        .doesNotContainAnyElementsOf(NEVER));
    }

    @Test
    void theOperatorWritesNoSpecButOfServicesThatEnvironmentsDeclare() {
        assertThat(verbs("dhanman-operator", "tenantenvironments"))
                .containsExactlyInAnyOrder("list", "watch");
        assertThat(verbs("dhanman-operator", "tenantenvironments/status")).containsExactly("patch");
        assertThat(verbs("dhanman-operator", "dhanmanservices/status")).containsExactly("patch");
        assertThat(verbs("dhanman-operator", "postgresclusters/status")).containsExactly("patch");
        assertThat(verbs("dhanman-operator", "backupschedules"))
                .containsExactlyInAnyOrder("list", "watch");
        assertThat(verbs("dhanman-operator", "backupschedules/status")).containsExactly("patch");
        assertThat(verbs("dhanman-operator", "restores"))
                .containsExactlyInAnyOrder("list", "watch");
        assertThat(verbs("dhanman-operator", "restores/status")).containsExactly("patch");
    }

    @Test
    void theOperatorDeletesNothingThatHoldsData() {
        assertThat(
                        rules(role("dhanman-operator"))
                                .filter(rule -> rule.getVerbs().contains("delete"))
                                .flatMap(rule -> rule.getResources().stream()))
                .doesNotContain("persistentvolumeclaims", "namespaces", "tenantenvironments");
    }

    @Test
    void peopleGetNoSecretByWhatTheyMaySeeOfOurs() {
        assertThat(roles())
                .filteredOn(role -> role.name().matches(".*-(view|edit|admin)"))
                .hasSize(3)
                .allSatisfy(
                        role ->
                                assertThat(rules(role))
                                        .allSatisfy(
                                                rule ->
                                                        assertThat(rule.getApiGroups())
                                                                .containsExactly(
                                                                        "platform.dhanman.com")));
    }

    @Test
    void theOperatorHasItselfWhatThePodsOfAClusterAreGranted() {
        Role pods =
                Chart.manifests(Chart.read(GOLDEN.resolve("out-Role-main-patroni.yaml")))
                        .getFirst()
                        .as(Role.class);
        assertThat(pods.getRules())
                .isNotEmpty()
                .allSatisfy(
                        rule ->
                                assertThat(rule.getResources())
                                        .allSatisfy(
                                                resource ->
                                                        assertThat(
                                                                        verbs(
                                                                                "dhanman-operator",
                                                                                resource))
                                                                .as(
                                                                        "Kubernetes refuses a Role that holds more than its maker has: "
                                                                                + resource)
                                                                .containsAll(rule.getVerbs())));
    }

    @Test
    void theOperatorCannotMakePodsOrReachIntoThem() {
        assertThat(verbs("dhanman-operator", "pods")).doesNotContain("create", "update");
        assertThat(rules(role("dhanman-operator")).flatMap(it -> it.getResources().stream()))
                .noneMatch(it -> it.startsWith("pods/"));
    }

    @Test
    void theOperatorSharesNoLease() {
        List<PolicyRule> rules =
                rules(byKey("Role dhanman-operator"))
                        .filter(rule -> !rule.getVerbs().equals(List.of("create")))
                        .toList();
        assertThat(rules)
                .singleElement()
                .satisfies(
                        rule ->
                                assertThat(rule.getResourceNames())
                                        .containsExactly(leaseOfTheDeployment()));
    }

    private String leaseOfTheDeployment() {
        return byKey("Deployment dhanman-operator")
                .as(Deployment.class)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getEnv()
                .stream()
                .filter(env -> env.getName().equals("DHANMAN_LEADERSHIP_LEASE"))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    @Test
    void peopleReachEveryKindByTheRolesThatClustersComeWith() {
        Set<String> kinds =
                objects.stream()
                        .filter(it -> it.kind().equals("CustomResourceDefinition"))
                        .map(it -> it.name().substring(0, it.name().indexOf('.')))
                        .collect(Collectors.toSet());
        assertThat(resources("dhanman-operator-view")).isEqualTo(kinds);
        assertThat(
                        Stream.of("dhanman-operator-edit", "dhanman-operator-admin")
                                .flatMap(role -> resources(role).stream()))
                .as("written by edit or admin, and no status by either")
                .containsExactlyInAnyOrderElementsOf(kinds);
        assertThat(verbs("dhanman-operator-edit", "tenantenvironments"))
                .as("an environment makes namespaces, which is no editor's right")
                .isEmpty();
        assertThat(role("dhanman-operator-view").labels())
                .containsEntry("rbac.authorization.k8s.io/aggregate-to-view", "true");
        assertThat(rules(role("dhanman-operator-view")).flatMap(rule -> rule.getVerbs().stream()))
                .doesNotContainAnyElementsOf(WRITES);
    }

    @Test
    void grantsNothingWhenToldNotTo() {
        assertThat(Chart.render("rbac: {create: false, aggregatedRoles: false}"))
                .extracting(Manifest::kind)
                .noneMatch(kind -> kind.contains("Role"));
    }

    @Test
    void noPodGetsTheTokenByAccident() {
        assertThat(byKey("ServiceAccount dhanman-operator").content())
                .containsEntry("automountServiceAccountToken", false);
    }

    private Stream<Manifest> roles() {
        return objects.stream().filter(it -> Set.of("Role", "ClusterRole").contains(it.kind()));
    }

    private Manifest role(String name) {
        return byKey("ClusterRole " + name);
    }

    private Manifest byKey(String key) {
        return objects.stream().filter(it -> it.key().equals(key)).findFirst().orElseThrow();
    }

    /** A Role has the same rules as a ClusterRole. */
    private static Stream<PolicyRule> rules(Manifest role) {
        return role.as(ClusterRole.class).getRules().stream();
    }

    private static Stream<String> words(PolicyRule rule) {
        return Stream.of(
                        rule.getApiGroups(),
                        rule.getResources(),
                        rule.getVerbs(),
                        rule.getNonResourceURLs())
                .flatMap(Collection::stream);
    }

    private Set<String> resources(String role) {
        return rules(role(role))
                .flatMap(rule -> rule.getResources().stream())
                .collect(Collectors.toSet());
    }

    private Set<String> verbs(String role, String resource) {
        return rules(role(role))
                .filter(rule -> rule.getResources().contains(resource))
                .flatMap(rule -> rule.getVerbs().stream())
                .collect(Collectors.toSet());
    }
}
