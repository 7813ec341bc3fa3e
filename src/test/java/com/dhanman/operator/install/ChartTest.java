package com.dhanman.operator.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dhanman.operator.GeneratedFiles;
import com.dhanman.operator.install.Chart.Manifest;
import com.dhanman.operator.postgres.ClusterNames;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChartTest {
    private static final Path CRDS = Path.of("crds");
    private static final String KEEP = "helm.sh/resource-policy";

    @Test
    void passesStrictLint() {
        assertThat(Chart.lint())
                .satisfies(result -> assertThat(result.getMessages()).noneMatch(this::isTrouble))
                .matches(result -> !result.isFailed());
    }

    private boolean isTrouble(String message) {
        return message.contains("[WARNING]") || message.contains("[ERROR]");
    }

    @Test
    void installsAllThatTheOperatorNeeds() {
        assertThat(keys(""))
                .containsExactlyInAnyOrder(
                        "CustomResourceDefinition dhanmanservices.platform.dhanman.com",
                        "CustomResourceDefinition backupschedules.platform.dhanman.com",
                        "CustomResourceDefinition postgresclusters.platform.dhanman.com",
                        "CustomResourceDefinition restores.platform.dhanman.com",
                        "CustomResourceDefinition tenantenvironments.platform.dhanman.com",
                        "ValidatingAdmissionPolicy dhanman-operator-environments",
                        "ValidatingAdmissionPolicyBinding dhanman-operator-environments",
                        "ServiceAccount dhanman-operator",
                        "ClusterRole dhanman-operator",
                        "ClusterRole dhanman-operator-view",
                        "ClusterRole dhanman-operator-edit",
                        "ClusterRole dhanman-operator-admin",
                        "ClusterRoleBinding dhanman-operator",
                        "Role dhanman-operator",
                        "RoleBinding dhanman-operator",
                        "Deployment dhanman-operator",
                        "Service dhanman-operator-metrics",
                        "PodDisruptionBudget dhanman-operator");
    }

    @Test
    void holdsTheCrdsAsTheyAre() {
        Map<String, String> crds = Chart.yamlFiles(CRDS);
        Path copies = Chart.FOLDER.resolve("files/crds");
        GeneratedFiles.assertCurrent(copies, crds);
        assertThat(Chart.yamlFiles(copies)).as("no copy of a CRD that is gone").isEqualTo(crds);
        assertThat(crds("crds: {keep: false}"))
                .containsExactlyInAnyOrderElementsOf(
                        crds.values().stream().map(Chart::parse).toList());
    }

    @Test
    void tellsArtifactHubOfEveryKind() {
        Map<String, Object> chart = Chart.parse(Chart.read(Chart.FOLDER.resolve("Chart.yaml")));
        String told = (String) ((Map<?, ?>) chart.get("annotations")).get("artifacthub.io/crds");
        assertThat(crds("")).allSatisfy(crd -> assertThat(told).contains("name: " + name(crd)));
    }

    @Test
    void keepsTheCrdsWhenItIsUninstalledUnlessToldOtherwise() {
        assertThat(Chart.render(""))
                .filteredOn(it -> it.kind().equals("CustomResourceDefinition"))
                .hasSize(5)
                .allSatisfy(it -> assertThat(it.annotations()).containsEntry(KEEP, "keep"));
        assertThat(Chart.text("crds: {keep: false}")).doesNotContain(KEEP);
        assertThat(crds("crds: {install: false}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "replicas: 1",
                "{image: {repository: registry.example.com:5000/a/b, tag: 1.2.3}}",
                "{rbac: {create: false}, serviceAccount: {create: false}}",
                "{serviceMonitor: {enabled: true}, networkPolicy: {enabled: true}}",
                "{resources: {limits: {memory: 1Gi, cpu: 2}}, extraEnv: [{name: A, value: b}]}",
            })
    void everyPodKeepsToRestricted(String values) {
        assertThat(Chart.render(values))
                .filteredOn(it -> it.kind().equals("Deployment"))
                .hasSize(1)
                .allSatisfy(
                        it ->
                                RestrictedPod.check(
                                        it.as(Deployment.class).getSpec().getTemplate().getSpec()));
    }

    @Test
    void everythingSaysWhatItIsPartOf() {
        assertThat(
                        Chart.render(
                                "{serviceMonitor: {enabled: true}, networkPolicy: {enabled: true}}"))
                .filteredOn(it -> !it.kind().equals("CustomResourceDefinition"))
                .allSatisfy(
                        it ->
                                assertThat(it.labels())
                                        .containsEntry("app.kubernetes.io/name", Chart.NAME)
                                        .containsEntry("app.kubernetes.io/instance", Chart.NAME)
                                        .containsEntry("app.kubernetes.io/version", "0.1.0")
                                        .containsKey("helm.sh/chart"));
    }

    @Test
    void aSinglePodHasNoBudgetThatWouldKeepItsNodeFromBeingDrained() {
        assertThat(keys("replicas: 1")).doesNotContain("PodDisruptionBudget dhanman-operator");
    }

    @Test
    void takesTheImageByDigestWhereThereIsOne() {
        String digest = "sha256:" + "0123456789abcdef".repeat(4);
        assertThat(image("image: {tag: 1.2.3}")).isEqualTo("dhanman-operator:1.2.3");
        assertThat(image("image: {tag: 1.2.3, digest: \"" + digest + "\"}"))
                .isEqualTo("dhanman-operator@" + digest);
    }

    @Test
    void addsWhatIsOptionalOnlyWhenAsked() {
        Set<String> before = keys("");
        Set<String> after =
                keys("{serviceMonitor: {enabled: true}, networkPolicy: {enabled: true}}");
        assertThat(after).containsAll(before);
        after.removeAll(before);
        assertThat(after)
                .containsExactlyInAnyOrder(
                        "ServiceMonitor dhanman-operator", "NetworkPolicy dhanman-operator");
    }

    @Test
    void aPolicyLetsTheOperatorReachDatabases() {
        NetworkPolicy policy =
                Chart.render("networkPolicy: {enabled: true}").stream()
                        .filter(it -> it.kind().equals("NetworkPolicy"))
                        .findFirst()
                        .orElseThrow()
                        .as(NetworkPolicy.class);
        assertThat(policy.getSpec().getEgress())
                .filteredOn(rule -> !rule.getTo().isEmpty())
                .singleElement()
                .satisfies(
                        rule -> {
                            assertThat(rule.getPorts())
                                    .extracting(it -> it.getPort().getIntVal())
                                    .containsExactly(
                                            ClusterNames.POSTGRES_PORT, ClusterNames.PATRONI_PORT);
                            assertThat(rule.getTo().getFirst().getPodSelector())
                                    .hasToString(
                                            new LabelSelectorBuilder()
                                                    .addNewMatchExpression()
                                                    .withKey(ClusterNames.CLUSTER_LABEL)
                                                    .withOperator("Exists")
                                                    .endMatchExpression()
                                                    .build()
                                                    .toString());
                        });
    }

    @Test
    void refusesAKubernetesThatLacksWhatItNeeds() {
        assertThatThrownBy(() -> Chart.text("", "1.29.15"))
                .hasMessageContaining("requires kubeVersion: >=1.30.0-0");
    }

    private static String image(String values) {
        return Chart.render(values).stream()
                .filter(it -> it.kind().equals("Deployment"))
                .map(it -> it.as(Deployment.class).getSpec().getTemplate().getSpec())
                .findFirst()
                .orElseThrow()
                .getContainers()
                .getFirst()
                .getImage();
    }

    private static Set<String> keys(String values) {
        return Chart.render(values).stream().map(Manifest::key).collect(Collectors.toSet());
    }

    private static List<Map<String, Object>> crds(String values) {
        return Chart.render(values).stream()
                .filter(it -> it.kind().equals("CustomResourceDefinition"))
                .map(Manifest::content)
                .toList();
    }

    private static String name(Map<String, Object> crd) {
        return new Manifest(crd).name();
    }
}
