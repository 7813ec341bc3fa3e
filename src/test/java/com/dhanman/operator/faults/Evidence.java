package com.dhanman.operator.faults;

import com.dhanman.operator.faults.Summary.Gap;
import com.dhanman.operator.faults.Summary.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** What the client and the witnesses saw together, from the moment at which the fault struck. */
record Evidence(Summary client, List<Summary> witnesses, long struck) {
    /** A primary: an instance by its address, on a timeline. */
    private record Primary(String server, int timeline) {}

    /** When a primary was first known to have acknowledged, and was last asked for what it did. */
    private record Reign(Primary primary, long firstEnd, long lastBegin) {
        Reign and(Reign other) {
            return new Reign(
                    primary,
                    Math.min(firstEnd, other.firstEnd),
                    Math.max(lastBegin, other.lastBegin));
        }
    }

    int acked() {
        return sum(Summary::acked);
    }

    int lost() {
        return sum(Summary::lost);
    }

    int twice() {
        return sum(Summary::twice);
    }

    int phantom() {
        return sum(Summary::phantom);
    }

    /** Whether all rows were read back. */
    boolean isVerified() {
        return summaries().allMatch(Summary::verified);
    }

    /** The longest time without a row of this stream of the client's, about or after the fault. */
    long outage(String stream) {
        return client.streams().stream()
                .filter(it -> it.name().equals(stream))
                .flatMap(it -> it.gaps().stream())
                .filter(it -> it.to() >= struck)
                .mapToLong(Evidence::length)
                .max()
                .orElse(0);
    }

    private static long length(Gap gap) {
        return gap.to() - gap.from();
    }

    /** Tenths of a second with two primaries that clients could reach as they are told to. */
    long twoPrimariesThroughServices() {
        return tenths(twoPrimaries(it -> !it.isDirect()));
    }

    /** Tenths of a second with two primaries that anybody could write to, however reached. */
    long twoPrimaries() {
        return tenths(twoPrimaries(it -> true));
    }

    private static long tenths(long milliseconds) {
        return (milliseconds + 99) / 100;
    }

    /**
     * Milliseconds from the first row that a primary acknowledged to the last one that was sent to
     * an earlier primary, and acknowledged. Rows under way meanwhile prove nothing, so they do not
     * count.
     */
    private long twoPrimaries(Predicate<Origin> counted) {
        List<Reign> reigns = reigns(counted);
        long longest = 0;
        for (int later = 1; later < reigns.size(); later++) {
            for (Reign earlier : reigns.subList(0, later)) {
                if (!earlier.primary().server().equals(reigns.get(later).primary().server())) {
                    longest = Math.max(longest, earlier.lastBegin() - reigns.get(later).firstEnd());
                }
            }
        }
        return longest;
    }

    /** When the last primary was first known to be one, where another was before. */
    Optional<Long> succession() {
        List<Reign> reigns = reigns(it -> true);
        return reigns.size() < 2 || reigns.getLast().firstEnd() < struck
                ? Optional.empty()
                : Optional.of(reigns.getLast().firstEnd());
    }

    /** Address of the primary that acknowledged the last row. */
    Optional<String> lastPrimary() {
        List<Reign> reigns = reigns(it -> true);
        return reigns.isEmpty()
                ? Optional.empty()
                : Optional.of(reigns.getLast().primary().server());
    }

    private List<Reign> reigns(Predicate<Origin> counted) {
        Map<String, Reign> found = new TreeMap<>();
        summaries()
                .flatMap(it -> it.origins().stream())
                .filter(counted)
                .map(
                        it ->
                                new Reign(
                                        new Primary(it.server(), it.timeline()),
                                        it.firstEnd(),
                                        it.lastBegin()))
                .forEach(it -> found.merge(it.primary().toString(), it, Reign::and));
        List<Reign> reigns = new ArrayList<>(found.values());
        reigns.sort(
                Comparator.comparing((Reign it) -> it.primary().timeline())
                        .thenComparing(Reign::firstEnd));
        return reigns;
    }

    private int sum(ToIntFunction<Summary> figure) {
        return summaries().mapToInt(figure).sum();
    }

    private Stream<Summary> summaries() {
        return Stream.concat(Stream.of(client), witnesses.stream());
    }
}
