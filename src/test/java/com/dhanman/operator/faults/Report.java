package com.dhanman.operator.faults;

import com.dhanman.operator.faults.Result.Figures;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** The table of all runs: a row for each fault in each mode. */
final class Report {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    private static final String RUNS = "runs.jsonl";

    private final List<Result> results;

    Report(List<Result> results) {
        this.results = results;
    }

    /** All runs of a fault in a mode. */
    record Cell(String fault, Mode mode, List<Result> runs) {
        private Stream<Figures> figures() {
            return runs.stream().map(Result::figures).filter(Objects::nonNull);
        }

        private List<Long> sorted(Function<Figures, Long> figure) {
            return figures().map(figure).filter(Objects::nonNull).sorted().toList();
        }

        private long sum(Function<Figures, Long> figure) {
            return figures().mapToLong(figure::apply).sum();
        }

        /** Runs after which the cluster was not whole again by itself. */
        private long manual() {
            return runs.stream().filter(it -> it.figures() == null).count();
        }
    }

    /** Adds a run to those that are kept in a folder. */
    static void keep(Path folder, Result result) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve(RUNS),
                JSON.writeValueAsString(result) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** The report of all runs that are kept in a folder. */
    static Report read(Path folder) throws IOException {
        List<Result> results = new ArrayList<>();
        if (Files.exists(folder.resolve(RUNS))) {
            for (String line : Files.readAllLines(folder.resolve(RUNS))) {
                results.add(JSON.readValue(line, Result.class));
            }
        }
        return new Report(results);
    }

    void write(Path folder) throws IOException {
        Files.writeString(folder.resolve("report.md"), markdown());
        Files.writeString(folder.resolve("report.json"), json());
    }

    private List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            for (Mode mode : Mode.values()) {
                List<Result> runs =
                        results.stream()
                                .filter(it -> it.fault().equals(fault.label()) && it.mode() == mode)
                                .toList();
                if (!runs.isEmpty()) {
                    cells.add(new Cell(fault.label(), mode, runs));
                }
            }
        }
        return cells;
    }

    String markdown() {
        StringBuilder text =
                new StringBuilder(
                        """
                        | fault | mode | runs | outage `-rw`, p50 / max | outage multi-host | rows acknowledged | lost | twice | two primaries through Services / at all | `-rw` alone after | all streaming after | manual steps |
                        |---|---|---|---|---|---|---|---|---|---|---|---|
                        """);
        for (Cell cell : cells()) {
            text.append("| ").append(String.join(" | ", columns(cell))).append(" |\n");
        }
        text.append("\nSeconds, p50 / max. ").append(totals()).append('\n');
        return text.toString();
    }

    private static List<String> columns(Cell cell) {
        return List.of(
                "`" + cell.fault() + "`",
                cell.mode().name(),
                Integer.toString(cell.runs().size()),
                seconds(cell.sorted(Figures::outageReadWrite)),
                seconds(cell.sorted(Figures::outageMultiHost)),
                Long.toString(cell.sum(it -> (long) it.acked())),
                Long.toString(cell.sum(it -> (long) it.lost())),
                Long.toString(cell.sum(it -> (long) it.twice())),
                cell.sum(Figures::twoPrimariesThroughServices)
                        + " / "
                        + cell.sum(Figures::twoPrimaries),
                seconds(cell.sorted(Figures::aloneAfter)),
                seconds(cell.sorted(Figures::allStreamingAfter)),
                Long.toString(cell.manual()));
    }

    private String totals() {
        List<Result> synchronous =
                results.stream().filter(it -> it.mode().isSynchronous()).toList();
        return "%d runs, %d of them in synchronous modes, in which %d acknowledged rows were lost; %d runs were not as they must be."
                .formatted(
                        results.size(),
                        synchronous.size(),
                        synchronous.stream()
                                .map(Result::figures)
                                .filter(Objects::nonNull)
                                .mapToInt(Figures::lost)
                                .sum(),
                        results.stream().filter(it -> !it.violations().isEmpty()).count());
    }

    /** Median and maximum; the lower of two middle values. */
    static String seconds(List<Long> sorted) {
        return sorted.isEmpty()
                ? "-"
                : String.format(
                        Locale.ROOT,
                        "%.1f / %.1f",
                        sorted.get((sorted.size() - 1) / 2) / 1000.0,
                        sorted.getLast() / 1000.0);
    }

    private String json() throws JsonProcessingException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(cells());
    }
}
