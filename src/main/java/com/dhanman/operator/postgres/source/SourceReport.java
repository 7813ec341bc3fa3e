package com.dhanman.operator.postgres.source;

import com.dhanman.operator.api.v1alpha1.PostgresSource;
import com.dhanman.operator.api.v1alpha1.PostgresSourceStatus;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.kernel.Finding.Severity;
import com.dhanman.operator.postgres.config.Heritage;
import com.dhanman.operator.postgres.config.Heritage.Course;
import com.dhanman.operator.postgres.config.Lineage;
import com.dhanman.operator.postgres.patroni.ClusterState;
import com.dhanman.operator.postgres.patroni.InstanceRows;
import com.dhanman.operator.postgres.patroni.Member;
import com.dhanman.operator.postgres.patroni.Promotion;
import com.dhanman.operator.postgres.patroni.Verdict;
import com.dhanman.operator.postgres.sql.CopyFacts;
import com.dhanman.operator.postgres.sql.SourceAnswer;
import com.dhanman.operator.postgres.sql.SourceAnswer.Failed;
import com.dhanman.operator.postgres.sql.SourceAnswer.Told;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a status tells of the server that a cluster follows.
 *
 * @param condition SourceReady; empty once the cluster is on its own
 * @param ready whether it follows as it should, so that the cluster is as declared
 */
public record SourceReport(
        PostgresSourceStatus status, Optional<Verdict> condition, boolean ready) {
    public static final String SOURCE_READY = "SourceReady";

    /** Steps in which a status tells of seconds, so that it is seldom written. */
    private static final int[] SECONDS = {3600, 1800, 600, 300, 120, 60, 30, 20, 10};

    /**
     * All that is told from.
     *
     * @param findings of the plan about the server
     * @param before what was told last
     */
    public record Seen(
            PostgresSource source,
            Heritage heritage,
            SourceView view,
            ClusterState state,
            List<Finding> findings,
            Optional<PostgresSourceStatus> before) {}

    public static SourceReport of(Seen seen) {
        if (seen.heritage().course() == Course.LEFT) {
            return promoted(seen);
        }
        Optional<Finding> error =
                seen.findings().stream()
                        .filter(it -> it.severity() == Severity.ERROR)
                        .filter(it -> it.field().startsWith(Preflight.FIELD) || isSettings(it))
                        .findFirst();
        if (error.isPresent()) {
            return report(seen, "Refused", false, error.get().reason(), error.get().text());
        }
        Optional<Member> follower = seen.state().servingLeader();
        if (follower.isEmpty()) {
            return seen.state().systemId().isEmpty() ? copying(seen) : nobody(seen);
        }
        return following(seen, follower.get().instance());
    }

    private static boolean isSettings(Finding finding) {
        return finding.reason().equals("SourceSettings");
    }

    private static SourceReport copying(Seen seen) {
        String looks =
                seen.state().members().isEmpty()
                        ? ""
                        : " If it stays so, see kubectl logs %s: every node must be let in by the server's pg_hba.conf."
                                .formatted(seen.state().members().getFirst().name());
        return report(
                seen,
                "Copying",
                false,
                "Copying",
                "The first instance copies %s.%s".formatted(server(seen), looks));
    }

    private static SourceReport nobody(Seen seen) {
        return report(
                seen,
                "Interrupted",
                false,
                "NobodyFollows",
                "No instance follows %s now; see the condition PrimaryReady."
                        .formatted(server(seen)));
    }

    private static SourceReport following(Seen seen, String follower) {
        boolean leaves = Lineage.isToLeave(seen.source());
        if (leaves && seen.view().departure().isPresent()) {
            Departure departure = seen.view().departure().get();
            return report(
                    seen,
                    "Leaving",
                    departure.admitted(),
                    departure.admitted() ? "Promoting" : "CatchingUp",
                    departure.message());
        }
        if (!seen.view().copy().map(CopyFacts::streaming).orElse(true)) {
            return report(
                    seen,
                    "Interrupted",
                    false,
                    "NotStreaming",
                    "%s gets nothing from %s%s; what it has can be read. It goes on by itself when it can; kubectl logs %s-0 says why it cannot. Where the server has removed what is missing, delete this resource with its volumes and ConfigMaps, and begin anew with a slot."
                            .formatted(follower, server(seen), trouble(seen), follower));
        }
        String lag =
                lag(seen).isPresent()
                        ? ", %s and %d s behind"
                                .formatted(
                                        InstanceRows.lag(lag(seen).getAsLong()),
                                        seconds(seen).orElse(0))
                        : "";
        return report(
                seen,
                "Following",
                true,
                "Streaming",
                "%s follows %s%s. It takes no writes until bootstrap.standbyOf.promote is set."
                        .formatted(follower, server(seen), lag));
    }

    private static String trouble(Seen seen) {
        return seen.view().answer().orElse(null) instanceof Failed failed
                ? " (" + failed.text() + ")"
                : "";
    }

    /** What was told of the promotion once is told on: its traces go with later promotions. */
    private static SourceReport promoted(Seen seen) {
        Optional<PostgresSourceStatus> before = seen.before().filter(it -> it.promotedAt() != null);
        Optional<Promotion> promotion =
                seen.state().history().stream().filter(it -> it.leader().isPresent()).findFirst();
        return new SourceReport(
                new PostgresSourceStatus(
                        server(seen),
                        "Promoted",
                        null,
                        null,
                        before.map(PostgresSourceStatus::promotedAt)
                                .or(() -> promotion.map(it -> Bytes.position(it.lsn())))
                                .orElse(null),
                        before.map(PostgresSourceStatus::promotedTime)
                                .or(() -> promotion.flatMap(Promotion::time))
                                .orElse(null),
                        before.map(PostgresSourceStatus::message).orElseGet(() -> leftOver(seen))),
                Optional.empty(),
                true);
    }

    private static String leftOver(Seen seen) {
        String how =
                seen.view()
                        .departure()
                        .filter(Departure::admitted)
                        .map(it -> it.message() + " ")
                        .orElse("");
        String slot =
                seen.source().slot() == null
                        ? ""
                        : "Drop the slot there, which keeps all that is written from now on: SELECT pg_drop_replication_slot('%s'). "
                                .formatted(seen.source().slot());
        return how
                + slot
                + "Nothing that is written there comes here any more. When all clients have moved,"
                + " stop it, and take bootstrap out of the spec.";
    }

    private static SourceReport report(
            Seen seen, String state, boolean ready, String reason, String message) {
        boolean copied = seen.state().systemId().isPresent();
        OptionalLong lag = copied ? lag(seen) : OptionalLong.empty();
        return new SourceReport(
                new PostgresSourceStatus(
                        server(seen),
                        state,
                        lag.isPresent() ? InstanceRows.lag(lag.getAsLong()) : null,
                        copied ? seconds(seen).orElse(null) : null,
                        null,
                        null,
                        null),
                Optional.of(new Verdict(SOURCE_READY, ready, reason, message)),
                ready);
    }

    private static OptionalLong lag(Seen seen) {
        Optional<CopyFacts> copy = seen.view().copy();
        if (copy.isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong end = end(seen.view().answer(), copy.get());
        return end.isPresent()
                ? OptionalLong.of(Math.max(0, end.getAsLong() - copy.get().has()))
                : OptionalLong.empty();
    }

    private static OptionalLong end(Optional<SourceAnswer> answer, CopyFacts copy) {
        return answer.orElse(null) instanceof Told told
                ? OptionalLong.of(told.facts().position())
                : copy.told();
    }

    /** A server where nobody writes has no young commits, and the copy is not late for that. */
    private static Optional<Integer> seconds(Seen seen) {
        OptionalLong lag = lag(seen);
        if (lag.isEmpty()) {
            return Optional.empty();
        }
        CopyFacts copy = seen.view().copy().orElseThrow();
        boolean all = lag.getAsLong() == 0 && copy.replayed().orElse(0) >= copy.has();
        double behind = copy.behind().orElse(0);
        for (int step : SECONDS) {
            if (!all && behind >= step) {
                return Optional.of(step);
            }
        }
        return Optional.of(0);
    }

    private static String server(Seen seen) {
        PostgresSource source = seen.source();
        String host = source.host().contains(":") ? "[" + source.host() + "]" : source.host();
        return host + ":" + (source.port() == null ? 5432 : source.port());
    }
}
