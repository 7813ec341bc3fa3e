package com.dhanman.operator.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Jobs that the operator starts itself. */
class DueTest {
    private static final String NOON = "2026-01-14T12:00:00Z";
    private static final String REACHED = "{\"outcome\":\"Succeeded\",\"target\":\"Reachable\"}";

    private final Schedules schedules = Schedules.with();

    @Test
    void aTargetIsTriedOnceAndAgainWhenItChanges() {
        assertThat(due(NOON)).hasSize(1).allMatch(it -> it.startsWith("nightly-check-"));
        schedules.ended(Task.CHECK, "check", NOON, REACHED).look(NOON);
        assertThat(due("2026-01-20T12:00:00Z")).isEmpty();

        Schedules changed = Schedules.with("databases: [a]", "timeZone: Asia/Kolkata");
        changed.schedule.setStatus(schedules.schedule.getStatus());
        assertThat(due(changed, "2026-01-20T12:00:00Z"))
                .as("what says nothing of the target")
                .isEmpty();

        schedules.cluster.getMetadata().setUid("00000000-5b7d-4c68-9d11-0a6f2e4b8c90");
        assertThat(due("2026-01-20T12:00:00Z")).as("a new folder").hasSize(1);
    }

    @Test
    void aTargetThatCannotBeReachedIsTriedAgainAfterAWhile() {
        schedules
                .ended(Task.CHECK, "check", NOON, Schedules.failure("TargetUnreachable"))
                .look(NOON);
        List<String> first = due(Schedules.with(), NOON);

        assertThat(due("2026-01-14T12:04:59Z")).isEmpty();
        assertThat(due("2026-01-14T12:05:00Z")).hasSize(1).doesNotContainAnyElementsOf(first);
    }

    @Test
    void nothingIsTriedBeforeTheClusterServes() {
        schedules.cluster.getStatus().conditions().getFirst().setStatus("False");
        assertThat(due(NOON)).isEmpty();
    }

    @Test
    void aRequestIsCarriedOutOnce() {
        schedules.ended(Task.CHECK, "check", NOON, REACHED).look(NOON);
        schedules.annotated("platform.dhanman.com/backup-now", "2026-01-14 12:30");
        List<String> names = due("2026-01-14T12:30:00Z");
        assertThat(names).hasSize(1);
        assertThat(names.getFirst()).matches("nightly-now-2026-01-14-12-30-[0-9a-f]{8}");

        schedules.look("2026-01-14T12:30:00Z");
        assertThat(due("2026-01-14T12:31:00Z")).isEmpty();
        assertThat(schedules.schedule.getStatus().handledRequest()).isEqualTo("2026-01-14 12:30");

        schedules.annotated("platform.dhanman.com/backup-now", "2");
        assertThat(due("2026-01-14T12:31:00Z")).containsExactly("nightly-now-2");
    }

    @Test
    void aHibernatedClusterIsNotBackedUp() {
        assertThat(schedules.settings().suspended()).isFalse();
        Schedules hibernated = Schedules.with();
        hibernated.cluster =
                new io.fabric8.kubernetes.client.utils.KubernetesSerialization()
                        .unmarshal(
                                """
                                metadata: {name: main, namespace: prod, uid: 3f2a9c1e-5b7d}
                                spec: {storage: {size: 1Gi}, hibernated: true}
                                status: {image: "postgres:18"}
                                """,
                                com.dhanman.operator.api.v1alpha1.PostgresCluster.class);
        assertThat(hibernated.settings().suspended()).isTrue();
        assertThat(ScheduledJob.of(hibernated.settings()).getSpec().getSuspend()).isTrue();
    }

    private List<String> due(String now) {
        return due(schedules, now);
    }

    private static List<String> due(Schedules of, String now) {
        return Due.of(of.schedule, of.settings(), of.cluster, Instant.parse(now)).jobs().stream()
                .map(Job::getMetadata)
                .map(it -> it.getName())
                .toList();
    }
}
