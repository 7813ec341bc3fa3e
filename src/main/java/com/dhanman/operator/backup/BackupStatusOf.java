package com.dhanman.operator.backup;

import com.dhanman.operator.api.v1alpha1.BackupSchedule;
import com.dhanman.operator.api.v1alpha1.BackupScheduleStatus;
import com.dhanman.operator.kernel.Applied;
import com.dhanman.operator.kernel.Conditions;
import com.dhanman.operator.kernel.Plan;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The status of a schedule: a pure function of what was planned, done and seen. */
final class BackupStatusOf {
    static final String BACKUP_FRESH = "BackupFresh";
    static final String LAST_BACKUP_SUCCEEDED = "LastBackupSucceeded";
    static final String TARGET_REACHABLE = "TargetReachable";
    static final String RETENTION_HEALTHY = "RetentionHealthy";
    static final String SCHEDULED = "Scheduled";
    static final String RESTORE_VERIFIED = "RestoreVerified";

    /** Reason of {@link #SCHEDULED}. */
    static final String MISSED = "MissedRun";

    /**
     * What there is to tell.
     *
     * @param settings empty while the cluster is not there
     * @param due what was started by the way, and what could not be
     */
    record Seen(
            BackupSchedule schedule,
            Optional<BackupSettings> settings,
            Plan plan,
            Applied applied,
            Optional<CronJob> cronJob,
            List<Run> runs,
            Due due,
            List<String> failures) {}

    private final Seen seen;
    private final Instant now;
    private final History history;
    private final Clockwork clockwork;
    private final Conditions conditions;

    private BackupStatusOf(Seen seen, Instant now) {
        this.seen = seen;
        this.now = now;
        this.history = History.of(seen.schedule().getStatus(), seen.runs());
        this.clockwork =
                seen.plan() instanceof Plan.Ready
                        ? Clockwork.of(
                                seen.schedule(), seen.settings().orElseThrow(), seen.cronJob(), now)
                        : Clockwork.STOPPED;
        this.conditions =
                Conditions.after(before(), seen.schedule().getMetadata().getGeneration(), now);
    }

    static BackupScheduleStatus of(Seen seen, Instant now) {
        return new BackupStatusOf(seen, now).status();
    }

    private List<Condition> before() {
        return seen.schedule().getStatus() == null
                ? List.of()
                : seen.schedule().getStatus().conditions();
    }

    private BackupScheduleStatus status() {
        Facts facts = new Facts(seen, history, clockwork, now);
        if (!conditions.settled(seen.schedule(), seen.plan(), seen.applied())) {
            summary(facts);
        }
        facts.all().forEach(it -> conditions.set(it.type(), it.status(), it.reason(), it.text()));
        return new BackupScheduleStatus(
                seen.schedule().getMetadata().getGeneration(),
                seen.settings().map(BackupSettings::address).orElseGet(this::addressBefore),
                clockwork.next().map(Instant::toString).orElse(null),
                running().map(Run::job).orElse(null),
                history.lastAttempt(),
                history.lastSuccess(),
                history.failuresInARow(),
                history.lastVerification(),
                history.verified(),
                history.retention(),
                seen.due().checked(),
                seen.due().handledRequest(),
                seen.due().handledVerification(),
                conditions.list());
    }

    /** What is left of a cluster that is gone is still there. */
    private String addressBefore() {
        return seen.schedule().getStatus() == null ? null : seen.schedule().getStatus().target();
    }

    private Optional<Run> running() {
        return seen.runs().stream()
                .filter(Run::isBackup)
                .filter(it -> it.ended().isEmpty())
                .min(java.util.Comparator.comparing(Run::started).thenComparing(Run::job));
    }

    /** The first thing that is not as it should be says what there is to say. */
    private void summary(Facts facts) {
        Optional<Run> trying = running().filter(Run::triesAgain);
        Optional<Run> waiting = seen.runs().stream().filter(it -> it.waits().isPresent()).findAny();
        Optional<Fact> trouble = facts.trouble();
        if (!seen.failures().isEmpty()) {
            conditions.heldUp("ApplyFailed", "Trying again: " + String.join("; ", seen.failures()));
        } else if (trying.isPresent()) {
            conditions.heldUp(
                    "TryingAgain",
                    "A first try has failed, another follows: "
                            + trying.get().report().orElseThrow().message());
        } else if (waiting.isPresent()) {
            conditions.heldUp("PodWaits", waiting.get().waits().orElseThrow());
        } else if (trouble.isPresent()) {
            conditions.stalled(trouble.get().reason(), trouble.get().text());
        } else if (seen.settings().orElseThrow().suspended()) {
            conditions.ready("Suspended", facts.suspension());
        } else if (facts.target().isEmpty()) {
            conditions.reconciling(
                    "CheckingTarget",
                    "Trying whether the cluster and the bucket can be reached, as soon as the"
                            + " cluster has a primary.");
        } else {
            conditions.ready(
                    SCHEDULED,
                    "The next run is due at %s."
                            .formatted(clockwork.next().map(Instant::toString).orElse("no time")));
        }
    }
}
