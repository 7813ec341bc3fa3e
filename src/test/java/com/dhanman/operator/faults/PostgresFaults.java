package com.dhanman.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** All faults in all modes, as `make faults-postgres` runs them; docs/benchmarks.md says how. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresFaults {
    private static final Path FOLDER = Path.of("target/faults");

    private final KubernetesClient client = new KubernetesClientBuilder().build();
    private final Stage stage = new Stage(client, System.getenv("FAULTS_CLUSTER"));
    private final Duration bound = Duration.ofSeconds(number("BOUND", 240));

    @TestFactory
    Stream<DynamicTest> faults() {
        Set<Mode> modes = chosen("MODES", Mode.values(), Mode::name);
        Set<Fault> faults = chosen("FAULTS", Fault.values(), Fault::label);
        return modes.stream()
                .flatMap(
                        mode ->
                                byDisks(faults).stream()
                                        .flatMap(
                                                some ->
                                                        IntStream.rangeClosed(1, number("RUNS", 1))
                                                                .boxed()
                                                                .flatMap(
                                                                        run ->
                                                                                tests(
                                                                                        mode, some,
                                                                                        run))));
    }

    /** Those that need other disks come last, for their cluster is another. */
    private static List<List<Fault>> byDisks(Set<Fault> faults) {
        return List.of(
                faults.stream().filter(it -> !it.needsSmallDisks()).toList(),
                faults.stream().filter(Fault::needsSmallDisks).toList());
    }

    private Stream<DynamicTest> tests(Mode mode, List<Fault> faults, int run) {
        return faults.stream()
                .map(
                        fault ->
                                DynamicTest.dynamicTest(
                                        "%s, %s, %d".formatted(fault.label(), mode, run),
                                        () -> test(mode, fault, run)));
    }

    private void test(Mode mode, Fault fault, int run) throws IOException {
        Path folder =
                FOLDER.resolve("runs")
                        .resolve(
                                "%s-%s-%d-%d"
                                        .formatted(
                                                fault.label(),
                                                mode,
                                                run,
                                                System.currentTimeMillis() / 1000));
        ClusterUnderTest cluster = stage.set(mode, fault.needsSmallDisks());
        Result result = Trial.run(cluster, fault, run, bound, folder);
        Report.keep(FOLDER, result);
        Report.read(FOLDER).write(FOLDER);
        tell(result);
        if (result.figures() == null) {
            // The next fault shall not pay for this one.
            stage.close();
        }
        assertThat(result.violations()).isEmpty();
    }

    private static void tell(Result result) {
        String outcome =
                result.figures() == null
                        ? "TROUBLE: " + result.trouble()
                        : "outage %.1f s by -rw, %.1f s by multi-host; %d acknowledged, %d lost; all streaming after %.1f s %s"
                                .formatted(
                                        result.figures().outageReadWrite() / 1000.0,
                                        result.figures().outageMultiHost() / 1000.0,
                                        result.figures().acked(),
                                        result.figures().lost(),
                                        result.figures().allStreamingAfter() / 1000.0,
                                        result.violations().isEmpty() ? "" : result.violations());
        System.out.printf(
                Locale.ROOT,
                "%-16s %-12s run %d: %s%n",
                result.fault(),
                result.mode(),
                result.run(),
                outcome);
    }

    @AfterAll
    void tidy() throws IOException {
        stage.close();
        client.close();
        if (Files.exists(FOLDER)) {
            Report.read(FOLDER).write(FOLDER);
        }
    }

    private static int number(String variable, int fallback) {
        String text = System.getenv(variable);
        return text == null || text.isBlank() ? fallback : Integer.parseInt(text);
    }

    private static <E extends Enum<E>> Set<E> chosen(
            String variable, E[] all, Function<E, String> name) {
        String text = System.getenv(variable);
        if (text == null || text.isBlank()) {
            return EnumSet.copyOf(Arrays.asList(all));
        }
        Collection<String> wanted = List.of(text.trim().split("[, ]+"));
        Set<E> found =
                Arrays.stream(all)
                        .filter(it -> wanted.contains(name.apply(it)))
                        .collect(Collectors.toSet());
        if (found.size() != wanted.size()) {
            throw new IllegalArgumentException(
                    "%s=%s: choose of %s"
                            .formatted(variable, text, Arrays.stream(all).map(name).toList()));
        }
        return EnumSet.copyOf(found);
    }
}
