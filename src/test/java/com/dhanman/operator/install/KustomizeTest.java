package com.dhanman.operator.install;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.dhanman.operator.GeneratedFiles;
import com.dhanman.operator.install.Chart.Manifest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kustomizations install what the chart installs. */
class KustomizeTest {
    private static final Path BASE = Path.of("kustomize/base");
    private static final Path CRDS = Path.of("crds");
    private static final String HEADER = "# Made from the chart by `make generate`.\n";
    private static final Pattern SOURCE = Pattern.compile("# Source: .*/templates/(\\S+)\n");

    /** What only Helm knows of: its own labels, and what `helm uninstall` leaves behind. */
    private static final Pattern HELMS =
            Pattern.compile("(?m)^ +(helm\\.sh/chart|app\\.kubernetes\\.io/managed-by): .*\n");

    @Test
    void baseIsTheChartWithoutWhatOnlyHelmKnowsOf() {
        Map<String, String> files = new TreeMap<>();
        Chart.documents(Chart.text("crds: {install: false}"))
                .forEach(
                        document -> {
                            var source = SOURCE.matcher(document);
                            assertThat(source.find()).isTrue();
                            String text = HELMS.matcher(source.replaceFirst("")).replaceAll("");
                            files.merge(
                                    source.group(1),
                                    text.strip() + "\n",
                                    (a, b) -> a + "---\n" + b);
                        });
        files.replaceAll((file, text) -> HEADER + text);
        GeneratedFiles.assertCurrent(BASE, files);
        assertThat(Chart.yamlFiles(BASE))
                .as("no file that the chart does not have")
                .isEqualTo(files);
        GeneratedFiles.assertCurrent(
                BASE.resolve("kustomization.yaml"), HEADER + kustomization(files));
    }

    @Test
    void crdsCanBeAppliedByThemselves() {
        GeneratedFiles.assertCurrent(
                CRDS.resolve("kustomization.yaml"),
                "# Made by `make generate`. Use: kubectl apply --server-side -k crds\n"
                        + kustomization(Chart.yamlFiles(CRDS)));
    }

    private static String kustomization(Map<String, String> files) {
        return "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n"
                + files.keySet().stream()
                        .map(file -> "  - %s\n".formatted(file))
                        .collect(joining());
    }

    @Test
    void defaultInstallsWhatTheChartInstalls() throws Exception {
        Map<String, Object> ours = byKey(build(Path.of("kustomize/default")));
        // `helm install --create-namespace` makes it; `kubectl apply` would not.
        assertThat(ours.remove("Namespace dhanman-operator")).isNotNull();
        Map<String, Object> charts = byKey(withoutHelms(Chart.text("")));
        assertThat(ours).containsOnlyKeys(charts.keySet());
        assertThat(ours).allSatisfy((key, object) -> assertThat(object).isEqualTo(charts.get(key)));
    }

    @Test
    void namespaceKeepsPodsToRestricted() throws Exception {
        assertThat(build(Path.of("kustomize/default")))
                .filteredOn(it -> it.kind().equals("Namespace"))
                .singleElement()
                .satisfies(
                        it ->
                                assertThat(it.labels())
                                        .containsEntry(
                                                "pod-security.kubernetes.io/enforce",
                                                "restricted"));
    }

    /** The example of kustomize/README.md. */
    @Test
    void anOverlaySetsImageAndNamespaceEverywhere(@TempDir Path folder) throws Exception {
        String readme = Chart.read(Path.of("kustomize/README.md"));
        String example = readme.split("```yaml\n")[1].split("```")[0];
        // kustomize takes relative paths only
        Path here = folder.toRealPath().relativize(Path.of("kustomize/default").toRealPath());
        Files.writeString(
                folder.resolve("kustomization.yaml"),
                example.replaceFirst("https://.*//kustomize/default.*", here.toString()));
        List<Manifest> built = build(folder);
        assertThat(built.toString())
                .contains("image=registry.example.com/dhanman/dhanman-operator:0.1.0")
                .doesNotContain("image=dhanman-operator")
                .doesNotContain("namespace=dhanman-operator");
        assertThat(built)
                .filteredOn(it -> it.metadata().containsKey("namespace"))
                .hasSizeGreaterThan(4)
                .allSatisfy(it -> assertThat(it.metadata()).containsEntry("namespace", "platform"));
        assertThat(built).extracting(Manifest::key).contains("Namespace platform");
    }

    private static Map<String, Object> byKey(List<Manifest> objects) {
        Map<String, Object> map = new TreeMap<>();
        objects.forEach(it -> map.put(it.key(), comparable(it.content())));
        assertThat(map).hasSameSizeAs(objects);
        return map;
    }

    /** With 65535 and 65535.0 the same, as they are to Kubernetes: kustomize writes the former. */
    private static Object comparable(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((key, it) -> copy.put(key, comparable(it)));
                yield copy;
            }
            case List<?> list -> list.stream().map(KustomizeTest::comparable).toList();
            case Number number -> number.doubleValue();
            case null -> "null";
            default -> value;
        };
    }

    private static List<Manifest> withoutHelms(String yaml) {
        return Chart.manifests(
                HELMS.matcher(yaml)
                        .replaceAll("")
                        .replace("  annotations:\n    helm.sh/resource-policy: keep\n", ""));
    }

    private static List<Manifest> build(Path folder) throws IOException, InterruptedException {
        Optional<String> kubectl = kubectl();
        assumeTrue(
                kubectl.isPresent(),
                "kubectl is not on the PATH, nor named by $KUBECTL: nothing runs kustomize");
        Process process =
                new ProcessBuilder(kubectl.get(), "kustomize", folder.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String yaml = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as("kubectl kustomize %s", folder).isZero();
        return Chart.manifests(yaml);
    }

    private static Optional<String> kubectl() {
        return Stream.concat(
                        Stream.ofNullable(System.getenv("KUBECTL")),
                        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                                .map(folder -> Path.of(folder, "kubectl").toString()))
                .filter(file -> Files.isExecutable(Path.of(file)))
                .findFirst();
    }
}
