package com.dhanman.operator.backup;

import static com.dhanman.operator.backup.Schedules.failure;
import static com.dhanman.operator.backup.Schedules.success;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.BackupProof;
import com.dhanman.operator.api.v1alpha1.BackupScheduleStatus;
import com.dhanman.operator.api.v1alpha1.BackupSuccess;
import com.dhanman.operator.kernel.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a schedule says of itself, as runs come and go. */
class BackupStatusTest {
    private static final String NOON = "2026-01-14T12:00:00Z";
    private static final String NIGHT = "2026-01-15T02:00:00Z";
    private static final String DONE = "2026-01-15T02:05:00Z";
    private static final String GOOD = success("20260115_020000", NIGHT, "2026-01-15T02:04:50Z");
    private static final String REACHED = "{\"outcome\":\"Succeeded\",\"target\":\"Reachable\"}";

    private final Schedules schedules = Schedules.with();

    @Test
    void aNewScheduleIsReadyAsSoonAsItsTargetIsKnownToWork() {
        BackupScheduleStatus first = schedules.look(NOON);
        assertThat(reason(first, "Ready")).isEqualTo("CheckingTarget");
        assertThat(first.nextRun()).isEqualTo(NIGHT);
        assertThat(first.target()).isEqualTo("s3://dhanman-backups/prod/main-3f2a9c1e");

        schedules.ended(Task.CHECK, "check", "2026-01-14T12:00:05Z", REACHED);
        BackupScheduleStatus checked = schedules.look("2026-01-14T12:00:06Z");

        assertThat(isTrue(checked, "Ready")).isTrue();
        assertThat(isTrue(checked, "TargetReachable")).isTrue();
        assertThat(reason(checked, "BackupFresh")).as("never is stale").isEqualTo("NeverSucceeded");
        assertThat(Conditions.find(checked.conditions(), "LastBackupSucceeded")).isEmpty();
    }

    @Test
    void aBackupIsTold() {
        schedules.look(NOON);
        schedules.lastScheduled = NIGHT;
        schedules.running(Task.RUN, "nightly-1", NIGHT);
        assertThat(schedules.look("2026-01-15T02:01:00Z").running()).isEqualTo("nightly-1");

        schedules.ended(Task.RUN, "nightly-1", DONE, GOOD);
        BackupScheduleStatus status = schedules.look(DONE);

        assertThat(status.running()).isNull();
        assertThat(status.lastSuccess())
                .isEqualTo(
                        new BackupSuccess(
                                "nightly-1",
                                "20260115_020000",
                                NIGHT,
                                "2026-01-15T02:04:50Z",
                                "4m50s",
                                6,
                                "1.2GiB",
                                1288490189L,
                                "replica",
                                "0/3000000",
                                "m/20260115_020000.json"));
        assertThat(status.retention().backups()).isEqualTo(9);
        assertThat(status.retention().size()).isEqualTo("10.0GiB");
        assertThat(status.nextRun()).isEqualTo("2026-01-16T02:00:00Z");
        for (String type :
                new String[] {
                    "Ready",
                    "BackupFresh",
                    "LastBackupSucceeded",
                    "TargetReachable",
                    "RetentionHealthy",
                    "Scheduled"
                }) {
            assertThat(isTrue(status, type)).as(type).isTrue();
        }
    }

    @Test
    void nothingChangesWhileNothingHappensAndAfterTheJobsAreGone() {
        schedules.ended(Task.RUN, "nightly-1", DONE, GOOD);
        schedules.look(DONE);
        BackupScheduleStatus before = schedules.look("2026-01-15T02:06:00Z");

        assertThat(schedules.look("2026-01-15T09:00:00Z")).isEqualTo(before);
        assertThat(schedules.forgotten().look("2026-01-15T09:00:00Z")).isEqualTo(before);
    }

    @Test
    void failuresAreCountedOnceEachAndEndWithASuccess() {
        schedules.look(NOON);
        schedules.ended(Task.RUN, "a", "2026-01-15T02:05:00Z", failure("DumpFailed"));
        schedules.ended(Task.RUN, "b", "2026-01-16T02:05:00Z", failure("TargetFull"));
        schedules.look("2026-01-16T02:05:00Z");
        BackupScheduleStatus failed = schedules.look("2026-01-16T02:06:00Z");

        assertThat(failed.failuresInARow()).isEqualTo(2);
        assertThat(failed.lastAttempt().reason()).isEqualTo("TargetFull");
        assertThat(reason(failed, "LastBackupSucceeded")).isEqualTo("TargetFull");
        assertThat(reason(failed, "TargetReachable")).isEqualTo("TargetFull");
        assertThat(isTrue(failed, "Stalled")).isTrue();
        assertThat(message(failed, "Ready")).contains("Mend it");

        String good = success("20260117_020000", "2026-01-17T02:00:00Z", "2026-01-17T02:04:00Z");
        schedules.forgotten().ended(Task.RUN, "c", "2026-01-17T02:05:00Z", good);
        schedules.lastScheduled = "2026-01-17T02:00:00Z";
        BackupScheduleStatus mended = schedules.look("2026-01-17T02:05:00Z");
        assertThat(mended.failuresInARow()).isZero();
        assertThat(isTrue(mended, "Ready")).isTrue();
    }

    @Test
    void aFailureShowsWhileTheJobStillTriesAgain() {
        schedules.ended(Task.CHECK, "check", NOON, REACHED).look(NOON);
        schedules
                .running(Task.RUN, "nightly-1", NIGHT)
                .pod("nightly-1", "2026-01-15T02:00:30Z", failure("TargetBusy"), 1);

        BackupScheduleStatus status = schedules.look("2026-01-15T02:00:31Z");

        assertThat(reason(status, "Ready")).isEqualTo("TryingAgain");
        assertThat(message(status, "Ready")).contains("It went wrong");
        assertThat(status.failuresInARow()).isZero();
    }

    @Test
    void aPodThatHasSucceededIsNoFailureWhileItsJobStillGoesOn() {
        schedules.ended(Task.CHECK, "check", NOON, REACHED).look(NOON);
        schedules
                .running(Task.RUN, "nightly-1", NIGHT)
                .pod("nightly-1", "2026-01-15T02:00:30Z", "{\"outcome\":\"Succeeded\"}", 0);

        assertThat(isTrue(schedules.look("2026-01-15T02:00:31Z"), "Ready")).isTrue();
    }

    @Test
    void whatAnEarlierTrySaidIsNotTakenForWhatCameOfTheRun() {
        schedules.pod("nightly-1", "2026-01-15T02:00:30Z", failure("TargetBusy"), 1);
        schedules.ended(Task.RUN, "nightly-1", DONE, "");
        schedules.jobs.getFirst().getStatus().getConditions().getFirst().setType("Complete");

        BackupScheduleStatus early = schedules.look(DONE);
        assertThat(early.lastAttempt().outcome()).isEqualTo("Succeeded");
        assertThat(early.lastAttempt().message()).isNull();

        schedules.pod("nightly-1", DONE, GOOD, 0);
        assertThat(schedules.look(DONE).lastSuccess().backup()).isEqualTo("20260115_020000");
    }

    @Test
    void aRunThatWasKilledSaysWhatKilledIt() {
        schedules.ended(Task.RUN, "a", DONE, failure("x"));
        schedules
                .pods
                .getFirst()
                .getStatus()
                .getContainerStatuses()
                .getFirst()
                .getState()
                .getTerminated()
                .setReason("OOMKilled");
        assertThat(schedules.look(DONE).lastAttempt().message()).contains("limits.memory");

        schedules
                .forgotten()
                .ended(Task.RUN, "b", "2026-01-16T02:05:00Z", "Traceback\nKeyError: 'x'");
        assertThat(schedules.look("2026-01-16T02:05:00Z").lastAttempt().message())
                .contains("exit code 1", "KeyError");

        schedules.forgotten().ended(Task.RUN, "c", "2026-01-17T02:05:00Z", "");
        assertThat(schedules.look("2026-01-17T02:05:00Z").lastAttempt().reason())
                .isEqualTo("JobFailed");
    }

    @Test
    void aPodThatDoesNotStartIsTold() {
        schedules
                .running(Task.RUN, "nightly-1", NIGHT)
                .waiting("nightly-1", "ImagePullBackOff", "no such image");
        assertThat(message(schedules.look(NIGHT), "Ready")).contains("no such image");
    }

    @Test
    void aBackupGrowsStaleHalfATimeAfterTheOneThatShouldHaveFollowed() {
        schedules.ended(Task.RUN, "nightly-1", DONE, GOOD).look(DONE);
        schedules.lastScheduled = "2026-01-16T02:00:00Z";
        assertThat(isTrue(schedules.look("2026-01-16T13:59:00Z"), "BackupFresh")).isTrue();

        BackupScheduleStatus stale = schedules.look("2026-01-16T14:00:00Z");
        assertThat(reason(stale, "BackupFresh")).isEqualTo("Stale");
        assertThat(isTrue(stale, "Ready")).isFalse();
    }

    @Test
    void oneThatWasTakenByHandJustBeforeARunIsNotStaleAtOnce() {
        String byHand = success("20260115_015500", "2026-01-15T01:55:00Z", "2026-01-15T01:56:00Z");
        schedules.ended(Task.RUN, "by-hand", "2026-01-15T01:56:00Z", byHand);
        schedules.lastScheduled = NIGHT;
        assertThat(isTrue(schedules.look("2026-01-15T13:00:00Z"), "BackupFresh")).isTrue();
    }

    @Test
    void aRunThatDoesNotStartIsMissedAfterItsDeadlineUntilOneStarts() {
        schedules.ended(Task.CHECK, "check", NOON, REACHED).look(NOON);
        assertThat(isTrue(schedules.look("2026-01-15T03:00:30Z"), "Scheduled")).isTrue();

        BackupScheduleStatus missed = schedules.look("2026-01-15T03:01:30Z");
        assertThat(reason(missed, "Scheduled")).isEqualTo("MissedRun");
        assertThat(missed.nextRun()).isEqualTo("2026-01-16T02:00:00Z");
        assertThat(reason(missed, "Ready")).isEqualTo("MissedRun");
        assertThat(isTrue(schedules.look("2026-01-15T12:00:00Z"), "Scheduled")).isFalse();

        schedules.lastScheduled = "2026-01-16T02:00:00Z";
        assertThat(isTrue(schedules.look("2026-01-16T02:00:05Z"), "Scheduled")).isTrue();
    }

    @Test
    void anotherScheduleMissesNothingOfTheOldOne() {
        schedules.look(NOON);
        schedules.schedule.getMetadata().setGeneration(2L);
        assertThat(isTrue(schedules.look("2026-01-20T12:00:00Z"), "Scheduled")).isTrue();
    }

    @Test
    void aSuspendedScheduleIsAsDeclaredAndItsBackupGrowsStale() {
        Schedules suspended = Schedules.with("suspend: true");
        suspended.ended(Task.RUN, "nightly-1", DONE, GOOD);
        BackupScheduleStatus status = suspended.look(DONE);
        assertThat(reason(status, "Ready")).isEqualTo("Suspended");
        assertThat(isTrue(status, "Ready")).isTrue();
        assertThat(status.nextRun()).isNull();
        assertThat(isTrue(suspended.look("2026-02-15T02:00:00Z"), "BackupFresh")).isFalse();
    }

    @Test
    void warningsOfASuccessAreTold() {
        schedules.ended(
                Task.RUN,
                "nightly-1",
                DONE,
                success(
                        "20260115_020000",
                        NIGHT,
                        DONE,
                        ",\"warnings\":[{\"reason\":\"MuchSmaller\",\"message\":\"The dump of sales has shrunk.\"}]"));
        BackupScheduleStatus status = schedules.look(DONE);
        assertThat(isTrue(status, "LastBackupSucceeded")).isTrue();
        assertThat(message(status, "LastBackupSucceeded")).contains("shrunk");
    }

    @Test
    void oldBackupsThatCannotBeRemovedAreTroubleOfTheirOwn() {
        schedules.ended(
                Task.RUN,
                "nightly-1",
                DONE,
                """
                {"outcome":"Succeeded","backup":"20260115_020000","target":"Reachable",\
                "retention":{"reason":"AccessDenied","message":"The keys may not delete."}}""");
        BackupScheduleStatus status = schedules.look(DONE);
        assertThat(isTrue(status, "LastBackupSucceeded")).isTrue();
        assertThat(reason(status, "RetentionHealthy")).isEqualTo("AccessDenied");
        assertThat(isTrue(status, "Ready")).isFalse();
    }

    @Test
    void aProvenBackupIsToldAndGrowsStale() {
        Schedules proven = Schedules.with("verify: {schedule: '0 5 * * 0'}");
        proven.ended(Task.RUN, "nightly-1", DONE, GOOD);
        proven.lastScheduled = NIGHT;
        BackupScheduleStatus never = proven.look(DONE);
        assertThat(reason(never, "RestoreVerified")).isEqualTo("NeverVerified");
        assertThat(isTrue(never, "Ready")).as("before one was due").isTrue();

        proven.ended(
                Task.VERIFY,
                "v",
                "2026-01-15T05:12:00Z",
                """
                {"outcome":"Succeeded","backup":"20260115_020000","finished":"2026-01-15T05:11:50Z",\
                "restoreSeconds":431.4,"rows":123456789,"target":"Reachable"}""");
        BackupScheduleStatus status = proven.look("2026-01-15T05:12:00Z");
        assertThat(status.verified())
                .isEqualTo(
                        new BackupProof(
                                "20260115_020000", "2026-01-15T05:11:50Z", "7m11s", 123456789L));
        assertThat(isTrue(status, "RestoreVerified")).isTrue();
        assertThat(status.lastAttempt().job()).as("is about backups").isEqualTo("nightly-1");

        proven.lastScheduled = "2026-01-28T02:00:00Z";
        assertThat(reason(proven.look("2026-01-28T02:05:00Z"), "RestoreVerified"))
                .isEqualTo("VerificationStale");
    }

    @Test
    void aVerificationThatFailsSaysWhyAndKeepsTheLastProof() {
        Schedules proven = Schedules.with("verify: {schedule: '0 5 * * 0'}");
        proven.ended(Task.RUN, "nightly-1", DONE, GOOD);
        proven.ended(Task.VERIFY, "v", "2026-01-15T05:12:00Z", GOOD);
        proven.ended(Task.VERIFY, "w", "2026-01-15T06:12:00Z", failure("AssertionFailed"));
        BackupScheduleStatus status = proven.look("2026-01-15T06:12:00Z");
        assertThat(reason(status, "RestoreVerified")).isEqualTo("AssertionFailed");
        assertThat(reason(status, "Ready")).isEqualTo("AssertionFailed");
        assertThat(status.verified().backup()).isEqualTo("20260115_020000");
        assertThat(isTrue(status, "LastBackupSucceeded")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timeZone: Mars/Olympus",
                "schedule: '0 2 30 2 *'",
                "verify: {schedule: '0 2 31 4 *'}"
            })
    void whatCannotBeCarriedOutSaysWhy(String field) {
        BackupScheduleStatus status = Schedules.with(field).look(NOON);
        assertThat(isTrue(status, "ConfigValid")).isFalse();
        assertThat(isTrue(status, "Stalled")).isTrue();
        assertThat(status.nextRun()).isNull();
    }

    @Test
    void withoutItsClusterItWaitsAndKnowsWhatItKnew() {
        schedules.ended(Task.RUN, "nightly-1", DONE, GOOD).look(DONE);
        schedules.cluster = null;
        schedules.forgotten();
        BackupScheduleStatus status = schedules.look("2026-01-15T03:00:00Z");
        assertThat(reason(status, "Ready")).isEqualTo("AwaitingCluster");
        assertThat(status.lastSuccess().backup()).isEqualTo("20260115_020000");
        assertThat(isTrue(status, "BackupFresh")).isTrue();
    }

    private static boolean isTrue(BackupScheduleStatus status, String type) {
        return Conditions.isTrue(status.conditions(), type);
    }

    private static String reason(BackupScheduleStatus status, String type) {
        return condition(status, type).getReason();
    }

    private static String message(BackupScheduleStatus status, String type) {
        return condition(status, type).getMessage();
    }

    private static Condition condition(BackupScheduleStatus status, String type) {
        return Conditions.find(status.conditions(), type).orElseThrow();
    }
}
