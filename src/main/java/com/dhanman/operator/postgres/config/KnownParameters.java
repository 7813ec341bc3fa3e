package com.dhanman.operator.postgres.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All settings of PostgreSQL 18, as it lists them itself. */
final class KnownParameters {
    private static final String FILE = "/postgres/parameters-18.tsv";
    private static final Map<String, Parameter> BY_NAME = read();

    private KnownParameters() {}

    /** By its name in any case, as PostgreSQL finds it. */
    static Optional<Parameter> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
    }

    static Parameter get(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException("no setting " + name));
    }

    static Collection<Parameter> all() {
        return BY_NAME.values();
    }

    /** The known name that is most like this one, if any is. */
    static Optional<String> nearest(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return BY_NAME.keySet().stream()
                .map(known -> Map.entry(distance(wanted, known), BY_NAME.get(known).name()))
                .min(
                        Map.Entry.<Integer, String>comparingByKey()
                                .thenComparing(
                                        Map.Entry.comparingByValue(Comparator.naturalOrder())))
                .filter(near -> near.getKey() <= Math.max(2, wanted.length() / 4))
                .map(Map.Entry::getValue);
    }

    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int change = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
                int best = Math.min(diagonal + change, Math.min(row[j], row[j - 1]) + 1);
                diagonal = row[j];
                row[j] = best;
            }
        }
        return row[right.length()];
    }

    private static Map<String, Parameter> read() {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                KnownParameters.class.getResourceAsStream(FILE),
                                StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(KnownParameters::parameter)
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    it -> it.name().toLowerCase(Locale.ROOT), Function.identity()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Parameter parameter(String line) {
        String[] cells = line.split("\t", -1);
        return new Parameter(
                cells[0],
                Parameter.Type.valueOf(cells[1].toUpperCase(Locale.ROOT)),
                cells[2],
                number(cells[3]),
                number(cells[4]),
                cells[5],
                cells[6].isEmpty() ? List.of() : List.of(cells[6].split(",")),
                cells[7]);
    }

    private static BigDecimal number(String cell) {
        return cell.isEmpty() ? null : new BigDecimal(cell);
    }
}
