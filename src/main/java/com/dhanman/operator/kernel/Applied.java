package com.dhanman.operator.kernel;

import java.util.List;

/**
 * What came of converging.
 *
 * @param findings what the user has to mend: foreign objects, immutable fields, missing rights
 * @param failures what will be tried again: conflicts, an API server that is busy or away
 * @param terminating whether something that has to go first is still there, such as the namespace
 */
public record Applied(List<Finding> findings, List<String> failures, boolean terminating) {
    static final Applied NOTHING = new Applied(List.of(), List.of(), false);

    /** Whether everything desired is there and nothing else of ours. */
    public boolean complete() {
        return findings.isEmpty() && failures.isEmpty() && !terminating;
    }
}
