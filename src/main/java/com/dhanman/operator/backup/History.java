package com.dhanman.operator.backup;

import com.dhanman.operator.api.v1alpha1.BackupAttempt;
import com.dhanman.operator.api.v1alpha1.BackupProof;
import com.dhanman.operator.api.v1alpha1.BackupRetentionStatus;
import com.dhanman.operator.api.v1alpha1.BackupScheduleStatus;
import com.dhanman.operator.api.v1alpha1.BackupSuccess;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What runs have come to. Kubernetes removes old Jobs and their pods, so it continues from what was
 * known before.
 *
 * @param lastAttempt null before the first run has ended
 * @param lastSuccess null before the first backup
 * @param lastVerification null before the first has ended
 * @param verified null before a backup was proven
 * @param retention null where no run has told of it yet
 */
record History(
        BackupAttempt lastAttempt,
        BackupSuccess lastSuccess,
        int failuresInARow,
        BackupAttempt lastVerification,
        BackupProof verified,
        BackupRetentionStatus retention) {
    private static final History NONE = new History(null, null, 0, null, null, null);

    static History of(BackupScheduleStatus before, List<Run> runs) {
        History history = before == null ? NONE : of(before);
        List<Run> ended =
                runs.stream().filter(it -> it.ended().isPresent()).sorted(Run.BY_END).toList();
        for (Run run : ended) {
            history =
                    switch (run.task()) {
                        case RUN -> history.after(run);
                        case VERIFY -> history.afterVerification(run);
                        case CHECK -> history.seenBy(run);
                        case RESTORE -> history;
                    };
        }
        return history;
    }

    private static History of(BackupScheduleStatus before) {
        return new History(
                before.lastAttempt(),
                before.lastSuccess(),
                before.failuresInARow() == null ? 0 : before.failuresInARow(),
                before.lastVerification(),
                before.verified(),
                before.retention());
    }

    private History after(Run run) {
        if (!isNews(run, lastAttempt)) {
            return this;
        }
        boolean counted = lastAttempt != null && run.job().equals(lastAttempt.job());
        boolean succeeded = run.ended().orElseThrow().succeeded();
        int failures = counted ? failuresInARow : failuresInARow + 1;
        return new History(
                attempt(run),
                succeeded ? success(run) : lastSuccess,
                succeeded ? 0 : failures,
                lastVerification,
                verified,
                succeeded ? retention(run) : retention);
    }

    private History afterVerification(Run run) {
        if (!isNews(run, lastVerification)) {
            return this;
        }
        boolean succeeded = run.ended().orElseThrow().succeeded();
        return new History(
                lastAttempt,
                lastSuccess,
                failuresInARow,
                attempt(run),
                succeeded ? proof(run) : verified,
                retention);
    }

    /** A look at the target tells what is there, before any run does. */
    private History seenBy(Run check) {
        boolean first = lastAttempt == null && check.report().filter(Report::succeeded).isPresent();
        return first
                ? new History(
                        null,
                        lastSuccess,
                        failuresInARow,
                        lastVerification,
                        verified,
                        retention(check))
                : this;
    }

    /** Newer than what is known, or the same with more to say: a Job may end before its pod is. */
    private static boolean isNews(Run run, BackupAttempt known) {
        if (known == null) {
            return true;
        }
        return run.job().equals(known.job())
                ? said(run).isPresent()
                : run.ended().orElseThrow().at().isAfter(Instant.parse(known.finished()));
    }

    private static BackupAttempt attempt(Run run) {
        Run.Ended end = run.ended().orElseThrow();
        Optional<Report> report = said(run);
        return new BackupAttempt(
                run.job(),
                run.started().toString(),
                end.at().toString(),
                end.succeeded() ? "Succeeded" : "Failed",
                report.map(Report::reason).orElse(null),
                report.map(Report::text).orElse(null));
    }

    /** A report of an earlier try says nothing of a run that has succeeded since. */
    private static Optional<Report> said(Run run) {
        boolean succeeded = run.ended().orElseThrow().succeeded();
        return run.report().filter(it -> it.succeeded() == succeeded);
    }

    private static BackupSuccess success(Run run) {
        Optional<Report> report = said(run);
        Instant started = report.map(Report::started).map(Instant::parse).orElse(run.started());
        Instant finished =
                report.map(Report::finished)
                        .map(Instant::parse)
                        .orElse(run.ended().orElseThrow().at());
        return new BackupSuccess(
                run.job(),
                report.map(Report::backup).orElse(null),
                started.toString(),
                finished.toString(),
                Amounts.duration(Duration.between(started, finished)),
                report.map(Report::databases).orElse(null),
                report.map(Report::bytes).map(Amounts::size).orElse(null),
                report.map(Report::bytes).orElse(null),
                report.map(Report::source).orElse(null),
                report.map(Report::lsn).orElse(null),
                report.map(Report::manifest).orElse(null));
    }

    private static BackupProof proof(Run run) {
        Optional<Report> report = said(run);
        return new BackupProof(
                report.map(Report::backup).orElse(null),
                report.map(Report::finished).orElse(run.ended().orElseThrow().at().toString()),
                report.map(Report::restoreSeconds)
                        .map(it -> Amounts.duration(Duration.ofSeconds(Math.round(it))))
                        .orElse(null),
                report.map(Report::rows).orElse(null));
    }

    /** The figures of before where retention has failed. */
    private BackupRetentionStatus retention(Run run) {
        return said(run)
                .map(Report::retention)
                .filter(it -> it.backups() != null)
                .map(
                        it ->
                                new BackupRetentionStatus(
                                        it.backups(),
                                        it.bytes() == null ? null : Amounts.size(it.bytes()),
                                        it.verified(),
                                        it.oldest(),
                                        it.newest(),
                                        it.removed(),
                                        it.locked(),
                                        it.expired()))
                .orElse(retention);
    }
}
