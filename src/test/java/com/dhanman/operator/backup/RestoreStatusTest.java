package com.dhanman.operator.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.Restore;
import com.dhanman.operator.api.v1alpha1.RestoreStatus;
import com.dhanman.operator.kernel.Applied;
import com.dhanman.operator.kernel.Conditions;
import com.dhanman.operator.kernel.Plan;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a restore is told to do, and what it says of itself. */
class RestoreStatusTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");

    private final Schedules schedules = Schedules.with();
    private final Restore restore =
            YAML.unmarshal(
                    """
                    metadata: {name: back, namespace: prod, generation: 1, uid: 77aa}
                    spec: {cluster: main, from: {schedule: nightly}, database: sales, into: sales-2}
                    """,
                    Restore.class);

    @Test
    void theJobIsToldWhereTheScheduleWritesTo() {
        assertThat(plan()).as("nobody knows yet").isInstanceOf(Plan.Waiting.class);
        schedules.look("2026-01-15T12:00:00Z");
        assertThat(file())
                .contains(
                        "\"prefix\" : \"prod/main-3f2a9c1e\"",
                        "\"schedule\" : \"nightly\"",
                        "\"into\" : \"sales-2\"",
                        "\"id\" : \"77aa\"")
                .doesNotContain("\"backup\"");
    }

    @Test
    void aPredecessorsBackupComesFromItsFolder() {
        Restore old =
                YAML.unmarshal(
                        """
                        metadata: {name: back, namespace: prod, uid: 77aa}
                        spec:
                          cluster: main
                          from: {schedule: nightly, backup: "20260101_020000", folder: prod/main-00000000}
                          database: sales
                          into: sales-2
                        """,
                        Restore.class);
        assertThat(file(old)).contains("prod/main-00000000", "20260101_020000");
    }

    @Test
    void aDumpOfSomebodyElsesIsToldByItsName() {
        schedules.look("2026-01-15T12:00:00Z");
        Restore foreign =
                YAML.unmarshal(
                        """
                        metadata: {name: back, namespace: prod, uid: 77aa}
                        spec:
                          cluster: main
                          from: {schedule: nightly, object: postgresql/sales_20240115_020000.backup.gz}
                          owner: dhanman_user
                          into: sales-2
                        """,
                        Restore.class);
        assertThat(file(foreign))
                .contains("postgresql/sales_20240115_020000.backup.gz", "dhanman_user")
                .doesNotContain("\"database\"");
    }

    @Test
    void allOfABackupIsToldWithoutNames() {
        schedules.look("2026-01-15T12:00:00Z");
        Restore all =
                YAML.unmarshal(
                        """
                        metadata: {name: back, namespace: prod, uid: 77aa}
                        spec: {cluster: main, from: {schedule: nightly}, all: true}
                        """,
                        Restore.class);
        assertThat(file(all)).contains("\"all\" : true").doesNotContain("\"into\"");
        assertThat(file()).doesNotContain("\"all\"");
    }

    @Test
    void itWaitsForWhatItRefersTo() {
        assertThat(reason(status(Optional.empty()))).isEqualTo("AwaitingSchedule");
        PostgresCluster away = schedules.cluster;
        away.getStatus().conditions().getFirst().setStatus("False");
        assertThat(reason(status(Optional.empty()))).isEqualTo("AwaitingCluster");
    }

    @Test
    void itTellsHowItGoes() {
        schedules.look("2026-01-15T12:00:00Z");
        schedules.running(Task.RESTORE, "back", "2026-01-15T12:00:00Z");
        assertThat(reason(status(run()))).isEqualTo("Restoring");
        schedules.pod("back", "2026-01-15T12:05:00Z", "{\"outcome\":\"Succeeded\"}", 0);
        assertThat(status(run()).conditions().getFirst().getMessage())
                .as("the Job is about to end")
                .isEqualTo("The Job back is at work.");
        schedules.pods.clear();

        schedules.ended(
                Task.RESTORE,
                "back",
                "2026-01-15T12:10:00Z",
                "{\"outcome\":\"Succeeded\",\"backup\":\"20260115_020000\",\"bytes\":1048576}");
        RestoreStatus done = status(run());
        assertThat(Conditions.isTrue(done.conditions(), "Ready")).isTrue();
        assertThat(done.backup()).isEqualTo("20260115_020000");
        assertThat(done.size()).isEqualTo("1.0MiB");
        assertThat(done.finished()).isEqualTo("2026-01-15T12:10:00Z");

        restore.setStatus(done);
        assertThat(status(Optional.empty())).as("when the Job is gone").isEqualTo(done);
    }

    @Test
    void aFailureSaysWhyAndHowToTryAgain() {
        schedules.look("2026-01-15T12:00:00Z");
        schedules.ended(Task.RESTORE, "back", "2026-01-15T12:10:00Z", Schedules.failure("NoRoom"));
        RestoreStatus failed = status(run());
        assertThat(reason(failed)).isEqualTo("NoRoom");
        assertThat(Conditions.isTrue(failed.conditions(), "Stalled")).isTrue();
        assertThat(failed.conditions().getFirst().getMessage())
                .contains("Mend it.", "delete the Job back");
        assertThat(RestoreStatusOf.isDone(failed)).isFalse();
    }

    private Optional<Run> run() {
        return Run.of(schedules.jobs, schedules.pods).stream().findFirst();
    }

    private RestoreStatus status(Optional<Run> run) {
        return RestoreStatusOf.of(
                new RestoreStatusOf.Seen(restore, plan(), Applied.NOTHING, run, List.of()), NOW);
    }

    private Plan plan() {
        return RestorePlan.of(inputs(restore));
    }

    private RestoreInputs inputs(Restore of) {
        return new RestoreInputs(
                of, Optional.of(schedules.schedule), Optional.of(schedules.cluster));
    }

    private String file() {
        return file(restore);
    }

    private String file(Restore of) {
        Plan.Ready plan = (Plan.Ready) RestorePlan.of(inputs(of));
        Map<String, String> data = ((ConfigMap) plan.desired().objects().getFirst()).getData();
        return data.get(JobFile.NAME);
    }

    private static String reason(RestoreStatus status) {
        return Conditions.find(status.conditions(), "Ready").orElseThrow().getReason();
    }
}
