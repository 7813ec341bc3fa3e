package com.dhanman.operator.postgres.source;

import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.postgres.sql.CopyFacts;
import com.dhanman.operator.postgres.sql.SourceAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What was last seen of the server that a cluster follows, and of the copy.
 *
 * @param answer of the server; empty where it was not asked
 * @param copy how far the instance is that follows the server; empty where it could not be asked
 * @param findings what is wrong with the password, and warnings of what is different here from
 *     where the data was written
 * @param departure whether the cluster may leave the server, where somebody asked for that
 * @param again when to look again
 */
public record SourceView(
        Optional<SourceAnswer> answer,
        Optional<CopyFacts> copy,
        List<Finding> findings,
        Optional<Departure> departure,
        Optional<Duration> again) {
    /** Nothing was looked at. */
    public static final SourceView NOTHING =
            new SourceView(
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty());

    /** Whether the cluster may leave the server. */
    public boolean admitted() {
        return departure.map(Departure::admitted).orElse(false);
    }
}
