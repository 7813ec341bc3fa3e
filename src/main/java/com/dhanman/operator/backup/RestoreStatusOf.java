package com.dhanman.operator.backup;

import com.dhanman.operator.api.v1alpha1.Restore;
import com.dhanman.operator.api.v1alpha1.RestoreStatus;
import com.dhanman.operator.kernel.Applied;
import com.dhanman.operator.kernel.Conditions;
import com.dhanman.operator.kernel.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The status of a restore: a pure function of what was planned, done and seen. */
final class RestoreStatusOf {
    /**
     * What there is to tell.
     *
     * @param run its Job, if there is one
     * @param failures why the Job could not be started
     */
    record Seen(
            Restore restore,
            Plan plan,
            Applied applied,
            Optional<Run> run,
            List<String> failures) {}

    private RestoreStatusOf() {}

    static RestoreStatus of(Seen seen, Instant now) {
        RestoreStatus before = seen.restore().getStatus();
        Conditions conditions =
                Conditions.after(
                        before == null ? null : before.conditions(),
                        seen.restore().getMetadata().getGeneration(),
                        now);
        if (isDone(before)) {
            conditions.ready("Restored", restored(seen.restore()));
            return status(seen, before, conditions);
        }
        if (seen.run().isPresent()) {
            tell(seen.restore(), seen.run().get(), conditions);
            return status(seen, outcome(seen.run().get()), conditions);
        }
        if (!conditions.settled(seen.restore(), seen.plan(), seen.applied())) {
            if (seen.failures().isEmpty()) {
                conditions.reconciling("Restoring", "Starting the Job.");
            } else {
                conditions.heldUp(
                        "ApplyFailed", "Trying again: " + String.join("; ", seen.failures()));
            }
        }
        return status(seen, null, conditions);
    }

    /** Whether the database was there once: that it is there now is for others to see to. */
    static boolean isDone(RestoreStatus status) {
        return status != null && status.finished() != null;
    }

    private static void tell(Restore restore, Run run, Conditions conditions) {
        Optional<Report> report = run.report();
        if (run.ended().isEmpty()) {
            String message =
                    run.waits()
                            .or(
                                    () ->
                                            report.filter(it -> run.triesAgain())
                                                    .map(
                                                            it ->
                                                                    "A first try has failed, another follows: "
                                                                            + it.message()))
                            .orElse("The Job %s is at work.".formatted(run.job()));
            conditions.reconciling("Restoring", message);
        } else if (run.ended().get().succeeded()) {
            conditions.ready("Restored", restored(restore));
        } else {
            conditions.stalled(
                    report.map(Report::reason).orElse("Failed"),
                    "%s To try again delete the Job %s."
                            .formatted(report.map(Report::message).orElse(""), run.job()));
        }
    }

    private static String restored(Restore restore) {
        return restore.getSpec().isAll()
                ? "All databases of the backup are there."
                : "The database %s is there, all of it.".formatted(restore.getSpec().into());
    }

    /** What a Job has come to, as far as it belongs into a status. */
    private static RestoreStatus outcome(Run run) {
        Optional<Report> report = run.report().filter(Report::succeeded);
        Optional<Instant> ended = run.ended().filter(Run.Ended::succeeded).map(Run.Ended::at);
        return new RestoreStatus(
                null,
                report.map(Report::backup).orElse(null),
                run.started().toString(),
                ended.map(Instant::toString).orElse(null),
                ended.map(it -> Amounts.duration(Duration.between(run.started(), it))).orElse(null),
                report.map(Report::bytes).map(Amounts::size).orElse(null),
                report.map(Report::databases).orElse(null),
                null);
    }

    private static RestoreStatus status(Seen seen, RestoreStatus facts, Conditions conditions) {
        Optional<RestoreStatus> known = Optional.ofNullable(facts);
        return new RestoreStatus(
                seen.restore().getMetadata().getGeneration(),
                known.map(RestoreStatus::backup).orElse(null),
                known.map(RestoreStatus::started).orElse(null),
                known.map(RestoreStatus::finished).orElse(null),
                known.map(RestoreStatus::duration).orElse(null),
                known.map(RestoreStatus::size).orElse(null),
                known.map(RestoreStatus::databases).orElse(null),
                conditions.list());
    }
}
