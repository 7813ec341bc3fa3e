package com.dhanman.operator.postgres.source;

import com.dhanman.operator.postgres.sql.CopyFacts;
import com.dhanman.operator.postgres.sql.SourceAnswer;
import com.dhanman.operator.postgres.sql.SourceAnswer.Failed;
import com.dhanman.operator.postgres.sql.SourceAnswer.Told;
import com.dhanman.operator.postgres.sql.SourceAnswer.Why;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Whether a cluster may leave the server that it follows, after somebody asked for that. It may
 * when it has all that the server wrote and the server is quiet, or when the server is gone: so
 * nothing that was acknowledged is left behind as long as there is a way to get it.
 *
 * @param message what holds it up, or by what it was admitted
 */
public record Departure(boolean admitted, String message) {
    /** One failure to ask may be the network's, and pass. */
    private static final int FAILURES = 3;

    private static final String STOP =
            " Stop what writes to it, or PostgreSQL there itself (systemctl stop postgresql): then all"
                    + " of it comes over, and the promotion goes on by itself.";

    /**
     * What is known when it is decided.
     *
     * @param before position of the server's log at the look before, since the promotion was asked
     *     for
     * @param failures how often in a row the server could not be asked
     * @param copy of the instance that follows the server, read after the server was asked
     */
    record Looks(
            SourceAnswer answer, OptionalLong before, int failures, Optional<CopyFacts> copy) {}

    static Departure of(Looks looks) {
        Optional<CopyFacts> copy = looks.copy().filter(CopyFacts::following);
        if (copy.isEmpty()) {
            return stay(
                    "No instance that follows the server can be asked; see the condition"
                            + " PrimaryReady.");
        }
        return switch (looks.answer()) {
            case Told told -> reachable(told.facts().position(), looks.before(), copy.get());
            case Failed failed -> away(failed, looks.failures(), copy.get());
        };
    }

    private static Departure reachable(long position, OptionalLong before, CopyFacts copy) {
        long missing = position - copy.has();
        if (missing > 0) {
            return stay(
                    "The server has written %s that is not here yet.".formatted(Bytes.text(missing))
                            + STOP);
        }
        if (before.isEmpty()) {
            return stay("Looking twice whether the server is still written to.");
        }
        return before.getAsLong() == position
                ? go(
                        "All that the server had written was here, up to %s, and it was quiet."
                                .formatted(Bytes.position(position)))
                : stay("The server is still written to." + STOP);
    }

    private static Departure away(Failed failed, int failures, CopyFacts copy) {
        if (failed.why() == Why.STOPPED && !copy.streaming()) {
            // Before it stops, PostgreSQL sends all that it has to those that follow it.
            return go(
                    "The server was stopped, and all that it had sent was here, up to %s."
                            .formatted(Bytes.position(copy.has())));
        }
        if (failures < FAILURES) {
            return stay("Asking the server again: " + failed.text() + ".");
        }
        long told = copy.told().orElse(0);
        return copy.streaming() && told > copy.has()
                ? stay(
                        "The server has written %s that is not here yet."
                                        .formatted(Bytes.text(told - copy.has()))
                                + STOP)
                : go(
                        "The server could not be asked (%s). What it had sent was here, up to %s; what it had not sent is not."
                                .formatted(failed.text(), Bytes.position(copy.has())));
    }

    private static Departure stay(String message) {
        return new Departure(false, message);
    }

    private static Departure go(String message) {
        return new Departure(true, message);
    }
}
