package com.dhanman.operator.faults;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;

/** What came of one run. Times are milliseconds; those that could not be measured are missing. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Result(
        String fault,
        Mode mode,
        int run,
        String began,
        Figures figures,
        /** Why nothing could be said, where that is so. */
        String trouble) {

    /** Of a run that came to its end. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Figures(
            long outageReadWrite,
            long outageMultiHost,
            int acked,
            int lost,
            int twice,
            int phantom,
            long twoPrimariesThroughServices,
            long twoPrimaries,
            long severalListed,
            Long aloneAfter,
            long allStreamingAfter) {}

    /** What must not be: empty where all is well. */
    List<String> violations() {
        if (figures == null) {
            return List.of(trouble);
        }
        List<String> violations = new ArrayList<>();
        if (mode.isSynchronous() && figures.lost() > 0) {
            violations.add(figures.lost() + " acknowledged rows are lost");
        }
        if (figures.twice() > 0) {
            violations.add(figures.twice() + " rows are there twice");
        }
        if (figures.phantom() > 0) {
            violations.add(figures.phantom() + " rows are there that were refused");
        }
        if (figures.twoPrimariesThroughServices() > 0) {
            violations.add(
                    "two primaries were written to for %d tenths of a second"
                            .formatted(figures.twoPrimariesThroughServices()));
        }
        return violations;
    }
}
