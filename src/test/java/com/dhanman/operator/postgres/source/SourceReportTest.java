package com.dhanman.operator.postgres.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.PostgresSourceStatus;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.postgres.config.Heritage;
import com.dhanman.operator.postgres.config.Heritage.Course;
import com.dhanman.operator.postgres.patroni.ClusterState;
import com.dhanman.operator.postgres.patroni.Verdict;
import com.dhanman.operator.postgres.sql.CopyFacts;
import com.dhanman.operator.postgres.sql.SourceAnswer;
import com.dhanman.operator.postgres.sql.SourceAnswer.Failed;
import com.dhanman.operator.postgres.sql.SourceAnswer.Why;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What people read of the server that a cluster follows. */
class SourceReportTest {
    private static final Heritage NEW = new Heritage(false, Course.UNKNOWN, false, false);
    private static final Heritage FOLLOWS = new Heritage(true, Course.FOLLOWS, false, false);
    private static final Heritage LEFT = new Heritage(true, Course.LEFT, true, false);
    private static final String HISTORY =
            "[[1,111,\"of the server\"],[2,50331976,\"no recovery target specified\",\"2026-11-21T11:30:54+00:00\",\"main-1-0\"],[3,60000000,\"x\",\"later\",\"main-2-0\"]]";

    @Test
    void aServerThatCannotBeCopiedIsRefused() {
        Finding finding =
                Finding.error(
                        "SourceVersion", "spec.bootstrap.standbyOf.host", "is old", "Upgrade");
        SourceReport report = report(NEW, nobody(), view(null, null), List.of(finding), null);

        assertThat(report.status().state()).isEqualTo("Refused");
        assertThat(report.condition().orElseThrow())
                .isEqualTo(
                        new Verdict(
                                "SourceReady",
                                false,
                                "SourceVersion",
                                "spec.bootstrap.standbyOf.host: is old. Upgrade."));
    }

    @Test
    void aFollowerTellsItsLag() {
        SourceReport near =
                report(
                        FOLLOWS,
                        follower(),
                        view(Sources.at(1000), Sources.copy(true, 1000, 1000)),
                        List.of(),
                        null);
        SourceReport far =
                report(
                        FOLLOWS,
                        follower(),
                        view(Sources.at(100 * Sources.MIB), Sources.copy(true, 0, 0)),
                        List.of(),
                        null);

        assertThat(near.ready()).isTrue();
        assertThat(near.status().state()).isEqualTo("Following");
        assertThat(near.status().lag()).isEqualTo("0 MiB");
        assertThat(near.status().lagSeconds()).as("nothing is written there").isZero();
        assertThat(near.condition().orElseThrow().message())
                .contains("main-1 follows 10.8.0.1:5432, 0 MiB and 0 s behind");
        assertThat(far.status().lag()).isEqualTo("64 MiB");
        assertThat(far.status().lagSeconds()).as("in steps").isEqualTo(30);
    }

    @Test
    void anInterruptedCopySaysWhyAsFarAsIsKnown() {
        SourceReport report =
                report(
                        FOLLOWS,
                        follower(),
                        view(
                                new Failed(Why.UNREACHABLE, "there is no answer"),
                                Sources.copy(false, 1000, 1000)),
                        List.of(),
                        null);

        assertThat(report.ready()).isFalse();
        assertThat(report.status().state()).isEqualTo("Interrupted");
        assertThat(report.condition().orElseThrow().message())
                .contains("gets nothing from 10.8.0.1:5432 (there is no answer)");
    }

    @Test
    void aPromotionThatWaitsSaysForWhat() {
        SourceView waits =
                new SourceView(
                        Optional.of(Sources.at(5)),
                        Optional.of(Sources.copy(true, 4, 4)),
                        List.of(),
                        Optional.of(new Departure(false, "The server is still written to.")),
                        Optional.empty());
        SourceReport report =
                SourceReport.of(
                        new SourceReport.Seen(
                                Sources.spec(true).bootstrap().standbyOf(),
                                FOLLOWS,
                                waits,
                                follower(),
                                List.of(),
                                Optional.empty()));

        assertThat(report.status().state()).isEqualTo("Leaving");
        assertThat(report.condition().orElseThrow().reason()).isEqualTo("CatchingUp");
        assertThat(report.condition().orElseThrow().message())
                .isEqualTo("The server is still written to.");
    }

    @Test
    void afterwardsItTellsWhereAndWhatIsLeftToDo() {
        SourceReport report = report(LEFT, leader(HISTORY), view(null, null), List.of(), null);

        assertThat(report.condition()).isEmpty();
        assertThat(report.status().state()).isEqualTo("Promoted");
        assertThat(report.status().promotedAt()).isEqualTo("0/3000148");
        assertThat(report.status().promotedTime()).isEqualTo("2026-11-21T11:30:54+00:00");
        assertThat(report.status().message())
                .contains("SELECT pg_drop_replication_slot('dhanman')");
    }

    @Test
    void whatWasToldOfThePromotionStays() {
        PostgresSourceStatus before =
                new PostgresSourceStatus(
                        "10.8.0.1:5432", "Promoted", null, null, "0/1", "then", "text");
        SourceReport report = report(LEFT, leader("[]"), view(null, null), List.of(), before);

        assertThat(report.status()).isEqualTo(before);
    }

    private static SourceReport report(
            Heritage heritage,
            ClusterState state,
            SourceView view,
            List<Finding> findings,
            PostgresSourceStatus before) {
        return SourceReport.of(
                new SourceReport.Seen(
                        Sources.spec(false).bootstrap().standbyOf(),
                        heritage,
                        view,
                        state,
                        findings,
                        Optional.ofNullable(before)));
    }

    private static SourceView view(SourceAnswer answer, CopyFacts copy) {
        return new SourceView(
                Optional.ofNullable(answer),
                Optional.ofNullable(copy),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    private static ClusterState nobody() {
        return ClusterState.of("main", List.of(), List.of());
    }

    private static ClusterState follower() {
        return ClusterState.of(
                "main",
                List.of(pod("standby-leader", "standby_leader")),
                List.of(
                        map(
                                "main-patroni-config",
                                Map.of(
                                        "initialize",
                                        "7",
                                        "config",
                                        "{\"standby_cluster\":{\"host\":\"10.8.0.1\"}}")),
                        map("main-patroni-leader", Map.of("leader", "main-1-0"))));
    }

    private static ClusterState leader(String history) {
        return ClusterState.of(
                "main",
                List.of(pod("primary", "primary")),
                List.of(
                        map(
                                "main-patroni-config",
                                Map.of("initialize", "7", "config", "{}", "history", history)),
                        map("main-patroni-leader", Map.of("leader", "main-1-0"))));
    }

    private static ConfigMap map(String name, Map<String, String> annotations) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withAnnotations(annotations)
                .endMetadata()
                .build();
    }

    private static Pod pod(String label, String role) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("main-1-0")
                .addToLabels("platform.dhanman.com/postgres", "main")
                .addToLabels("platform.dhanman.com/postgres-instance", "main-1")
                .addToLabels("platform.dhanman.com/postgres-role", label)
                .addToAnnotations(
                        "status", "{\"state\":\"running\",\"role\":\"%s\"}".formatted(role))
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build();
    }
}
