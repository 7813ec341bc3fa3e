package com.dhanman.operator.backup;

import com.dhanman.operator.api.v1alpha1.BackupAttempt;
import com.dhanman.operator.api.v1alpha1.BackupProof;
import com.dhanman.operator.api.v1alpha1.BackupScheduleStatus;
import com.dhanman.operator.api.v1alpha1.BackupSuccess;
import com.dhanman.operator.kernel.Conditions;
import com.dhanman.operator.kernel.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The conditions of a schedule beside Ready. */
final class Facts {
    private final BackupStatusOf.Seen seen;
    private final History history;
    private final Clockwork clockwork;
    private final Instant now;

    Facts(BackupStatusOf.Seen seen, History history, Clockwork clockwork, Instant now) {
        this.seen = seen;
        this.history = history;
        this.clockwork = clockwork;
        this.now = now;
    }

    List<Fact> all() {
        return Stream.of(
                        Optional.of(fresh()),
                        succeeded(),
                        target(),
                        retention(),
                        verified(),
                        seen.plan() instanceof Plan.Ready
                                ? Optional.of(scheduled())
                                : Optional.<Fact>empty())
                .flatMap(Optional::stream)
                .toList();
    }

    /** What somebody has to see to; that there is no backup yet is none before one was due. */
    Optional<Fact> trouble() {
        return Stream.of(
                        target(),
                        succeeded(),
                        Optional.of(scheduled()),
                        Optional.of(fresh()).filter(it -> history.lastSuccess() != null),
                        verified().filter(it -> history.lastVerification() != null),
                        retention())
                .flatMap(Optional::stream)
                .filter(it -> !it.status())
                .filter(it -> !it.reason().equals("Suspended"))
                .findFirst();
    }

    private Fact fresh() {
        BackupSuccess last = history.lastSuccess();
        if (last == null) {
            return new Fact(
                    BackupStatusOf.BACKUP_FRESH,
                    false,
                    "NeverSucceeded",
                    "There is no backup yet. Take one now by the annotation %s, or wait for the first run."
                            .formatted(BackupNames.BACKUP_NOW));
        }
        boolean stale = isStale(Timing.of(seen.schedule()), last.started());
        return stale
                ? new Fact(
                        BackupStatusOf.BACKUP_FRESH,
                        false,
                        "Stale",
                        "The latest backup began at %s, and another was due since. See why in the other conditions; take one now by the annotation %s."
                                .formatted(last.started(), BackupNames.BACKUP_NOW))
                : new Fact(
                        BackupStatusOf.BACKUP_FRESH,
                        true,
                        "Fresh",
                        "The latest backup began at %s.".formatted(last.started()));
    }

    private boolean isStale(Timing timing, String started) {
        return timing.staleAt(Instant.parse(started)).filter(it -> !now.isBefore(it)).isPresent();
    }

    private Optional<Fact> succeeded() {
        BackupAttempt last = history.lastAttempt();
        if (last == null) {
            return Optional.empty();
        }
        if (last.outcome().equals("Succeeded")) {
            String warnings = last.message() == null ? "" : " " + last.message();
            return Optional.of(
                    new Fact(
                            BackupStatusOf.LAST_BACKUP_SUCCEEDED,
                            true,
                            warnings.isEmpty() ? "Succeeded" : "SucceededWithWarnings",
                            "The run of %s succeeded.%s".formatted(last.started(), warnings)));
        }
        return Optional.of(
                new Fact(
                        BackupStatusOf.LAST_BACKUP_SUCCEEDED,
                        false,
                        last.reason() == null ? "Failed" : last.reason(),
                        "The run of %s failed, %d in a row: %s"
                                .formatted(
                                        last.started(),
                                        history.failuresInARow(),
                                        last.message() == null
                                                ? "see kubectl logs job/" + last.job()
                                                : last.message())));
    }

    /** By the latest of all Jobs that came to it with the settings of now. */
    Optional<Fact> target() {
        String settings = seen.settings().map(JobFile::fingerprint).orElse("");
        Optional<Report> latest =
                seen.runs().stream()
                        .filter(it -> it.ended().isPresent() && settings.equals(it.settings()))
                        .sorted(Run.BY_END.reversed())
                        .flatMap(it -> it.report().stream())
                        .filter(it -> it.reached().isPresent())
                        .findFirst();
        return latest.map(Facts::target)
                .or(() -> before(BackupStatusOf.TARGET_REACHABLE, settings));
    }

    private static Fact target(Report report) {
        return report.reached().orElseThrow()
                ? new Fact(
                        BackupStatusOf.TARGET_REACHABLE,
                        true,
                        "Reachable",
                        "The bucket can be written to and read from.")
                : new Fact(
                        BackupStatusOf.TARGET_REACHABLE, false, report.reason(), report.message());
    }

    /** What was known while the Jobs that told it were still there, unless of other settings. */
    private Optional<Fact> before(String type, String settings) {
        BackupScheduleStatus status = seen.schedule().getStatus();
        boolean same =
                status != null
                        && status.checked() != null
                        && settings.equals(status.checked().settings());
        return same
                ? Conditions.find(status.conditions(), type)
                        .map(
                                it ->
                                        new Fact(
                                                type,
                                                "True".equals(it.getStatus()),
                                                it.getReason(),
                                                it.getMessage()))
                : Optional.empty();
    }

    private Optional<Fact> retention() {
        Optional<Report.Retention> latest =
                seen.runs().stream()
                        .filter(Run::isBackup)
                        .filter(it -> it.ended().filter(Run.Ended::succeeded).isPresent())
                        .sorted(Run.BY_END.reversed())
                        .flatMap(it -> it.report().stream())
                        .filter(it -> it.retention() != null)
                        .findFirst()
                        .map(Report::retention);
        String settings = seen.settings().map(JobFile::fingerprint).orElse("");
        return latest.map(Facts::retention)
                .or(() -> before(BackupStatusOf.RETENTION_HEALTHY, settings));
    }

    private static Fact retention(Report.Retention told) {
        if (told.reason() != null) {
            return new Fact(
                    BackupStatusOf.RETENTION_HEALTHY,
                    false,
                    told.reason(),
                    "Old backups were not removed: " + told.message());
        }
        if (Boolean.TRUE.equals(told.held())) {
            return new Fact(
                    BackupStatusOf.RETENTION_HEALTHY,
                    true,
                    "AwaitingVerification",
                    "Nothing is removed while fewer backups are proven than keep.minVerified says.");
        }
        boolean locked = told.locked() != null && told.locked() > 0;
        return new Fact(
                BackupStatusOf.RETENTION_HEALTHY,
                true,
                locked ? "Locked" : "AsDeclared",
                locked
                        ? "%d backups are to go and stay, for Object Lock keeps them."
                                .formatted(told.locked())
                        : "What is in the bucket is what is to be kept.");
    }

    /** Whether a backup was proven lately; empty where none is to be. */
    private Optional<Fact> verified() {
        Optional<Timing> timing = Timing.ofVerification(seen.schedule());
        if (timing.isEmpty()) {
            return Optional.empty();
        }
        BackupAttempt last = history.lastVerification();
        if (last != null && !last.outcome().equals("Succeeded")) {
            return Optional.of(
                    new Fact(
                            BackupStatusOf.RESTORE_VERIFIED,
                            false,
                            last.reason() == null ? "Failed" : last.reason(),
                            "The verification of %s failed: %s"
                                    .formatted(last.started(), last.message())));
        }
        return Optional.of(proven(timing.get()));
    }

    private Fact proven(Timing timing) {
        BackupProof proof = history.verified();
        if (proof == null) {
            return new Fact(
                    BackupStatusOf.RESTORE_VERIFIED,
                    false,
                    "NeverVerified",
                    "No backup was restored yet. Have it done now by the annotation %s."
                            .formatted(BackupNames.VERIFY_NOW));
        }
        return isStale(timing, proof.finished())
                ? new Fact(
                        BackupStatusOf.RESTORE_VERIFIED,
                        false,
                        "VerificationStale",
                        "The latest verification was at %s, and another was due since. See kubectl describe cronjob %s."
                                .formatted(
                                        proof.finished(),
                                        BackupNames.verification(
                                                seen.schedule().getMetadata().getName())))
                : new Fact(
                        BackupStatusOf.RESTORE_VERIFIED,
                        true,
                        "Verified",
                        "Backup %s was restored in %s, and is as it should be."
                                .formatted(proof.backup(), proof.restoreTime()));
    }

    private Fact scheduled() {
        if (seen.settings().filter(BackupSettings::suspended).isPresent()) {
            return new Fact(BackupStatusOf.SCHEDULED, false, "Suspended", suspension());
        }
        return clockwork.missed()
                ? new Fact(
                        BackupStatusOf.SCHEDULED,
                        false,
                        BackupStatusOf.MISSED,
                        "The last run that was due did not start. See kubectl describe cronjob %s: an earlier run may still go on, or Kubernetes was down for longer than startingDeadlineSeconds."
                                .formatted(seen.schedule().getMetadata().getName()))
                : new Fact(
                        BackupStatusOf.SCHEDULED, true, "OnTime", "Runs start when they are due.");
    }

    String suspension() {
        boolean own = Boolean.TRUE.equals(seen.schedule().getSpec().suspend());
        return own
                ? "No run starts, since spec.suspend says so. Set it to false to go on."
                : "No run starts while the cluster is hibernated.";
    }
}
