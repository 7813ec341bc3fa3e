package com.dhanman.operator.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names of metrics. */
public final class Metrics {
    private static final Path KNOWN = Path.of("src/test/resources/monitoring/metrics.txt");

    /** In PromQL, what is no metric is a function, a label or a number, none of which begins so. */
    private static final Pattern NAME =
            Pattern.compile(
                    "\\b(?:up|(?:pg|patroni|dhanman|operator_sdk|kubelet|kube|container|node)_[a-z0-9_]+)\\b");

    private Metrics() {}

    /** Those that alerts and dashboards may use, of a source such as `exporter`. */
    public static Set<String> known(String source) {
        return known(source::equals);
    }

    /** Those that alerts and dashboards may use. */
    public static Set<String> known() {
        return known(source -> true);
    }

    private static Set<String> known(Predicate<String> source) {
        try (Stream<String> lines = Files.lines(KNOWN)) {
            return lines.filter(it -> !it.startsWith("#"))
                    .map(it -> it.split(" "))
                    .filter(it -> source.test(it[0]))
                    .map(it -> it[1])
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those that an expression asks for. */
    public static Set<String> in(String promql) {
        return NAME.matcher(promql.replaceAll("\"[^\"]*\"", "\"\""))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those that are in what was scraped. */
    public static Set<String> scraped(String text) {
        return text.lines()
                .filter(it -> !it.startsWith("#"))
                .map(it -> it.split("[{ ]", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
