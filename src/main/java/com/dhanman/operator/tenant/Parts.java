package com.dhanman.operator.tenant;

import com.dhanman.operator.tenant.Part.Standing;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All services of an environment, or all clusters.
 *
 * @param noun what they are, in the plural
 * @param all those that are there, and those that are declared but not there yet
 */
record Parts(String noun, List<Part> all) {
    /** How many unready ones a message names; the rest it counts. */
    private static final int NAMED = 3;

    static Parts of(String noun, Stream<Part> there, Collection<String> declared) {
        List<Part> parts = there.toList();
        List<String> names = parts.stream().map(Part::name).toList();
        Stream<Part> missing =
                declared.stream()
                        .filter(it -> !names.contains(it))
                        .map(it -> new Part(it, Standing.UNDER_WAY, "being created."));
        return new Parts(noun, Stream.concat(parts.stream(), missing).toList());
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    boolean anyStalled() {
        return all.stream().anyMatch(it -> it.is(Standing.STALLED));
    }

    boolean allReady() {
        return all.stream().allMatch(it -> it.is(Standing.READY));
    }

    /** Whether nothing but pauses keeps them from being ready. */
    boolean onlyPaused() {
        return all.stream().allMatch(it -> it.is(Standing.READY) || it.is(Standing.PAUSED));
    }

    /** Those that are ready out of all, such as 5/6. */
    String figure() {
        return ready() + "/" + all.size();
    }

    String count() {
        return "%d of %d %s are ready.".formatted(ready(), all.size(), noun);
    }

    /** Which ones hold the environment back, and why, in one line. */
    String holdups() {
        List<Part> unready =
                all.stream()
                        .filter(it -> !it.is(Standing.READY))
                        .sorted(Comparator.comparing(Part::standing).thenComparing(Part::name))
                        .toList();
        String named =
                unready.stream()
                        .limit(NAMED)
                        .map(it -> it.name() + ": " + it.why())
                        .collect(Collectors.joining(" "));
        int rest = unready.size() - NAMED;
        return count() + " " + named + (rest > 0 ? " And %d more.".formatted(rest) : "");
    }

    private long ready() {
        return all.stream().filter(it -> it.is(Standing.READY)).count();
    }
}
