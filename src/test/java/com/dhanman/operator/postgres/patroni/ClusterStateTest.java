package com.dhanman.operator.postgres.patroni;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.postgres.ClusterNames;
import com.dhanman.operator.postgres.patroni.Report.PendingChange;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterStateTest {
    private final SampleCluster cluster = SampleCluster.threeInstances();

    @Test
    void whatPatroniTellsOfMembersIsRead() {
        ClusterState state = cluster.read();

        assertThat(state.members())
                .extracting(Member::instance)
                .containsExactly("main-1", "main-2", "main-3");
        Member replica = state.instance("main-2").orElseThrow();
        assertThat(replica.name()).isEqualTo("main-2-0");
        assertThat(replica.node()).contains("node-of-main-2");
        assertThat(replica.ip()).contains("10.0.0.2");
        assertThat(replica.ready()).isTrue();
        assertThat(replica.since()).contains(Instant.parse(SampleCluster.READY_SINCE));
        assertThat(replica.revision()).contains("main-2-old");
        assertThat(replica.report().isStreaming()).isTrue();
        assertThat(replica.report().timeline()).hasValue(7);
        assertThat(replica.report().lsn()).hasValue(76403248L);
        assertThat(replica.report().patroniVersion()).contains("4.1.4");
        assertThat(state.members()).allMatch(state::isHealthy);
    }

    @Test
    void theLockTellsWhoLeads() {
        ClusterState state = cluster.read();

        assertThat(state.servingLeader()).map(Member::instance).contains("main-3");
        assertThat(state.lock().ttl()).isEqualTo(Duration.ofSeconds(20));
        assertThat(state.lock().transitions()).isEqualTo(6);
        assertThat(state.lock().renewed()).contains(Instant.parse("2026-11-21T11:31:39.099837Z"));
        assertThat(state.systemId()).contains("7710585781444034600");
        assertThat(state.switchover()).isFalse();
    }

    @Test
    void lagIsAgainstTheFurthestThatThePrimaryTold() {
        cluster.status("main-1", SampleCluster.replica(7, 76402416 - 1000));

        ClusterState state = cluster.read();

        assertThat(state.lag(state.instance("main-1").orElseThrow())).hasValue(1000);
        assertThat(state.lag(state.instance("main-2").orElseThrow())).hasValue(0);
    }

    @Test
    void synchronousReplicasCountWhileTheirLeaderLeads() {
        assertThat(cluster.read().synchronousCopies()).isEqualTo(1);
        assertThat(cluster.read().isSynchronous(cluster.read().instance("main-1").orElseThrow()))
                .isTrue();

        cluster.synchronous("main-2", "main-1-0");

        assertThat(cluster.read().synchronousCopies()).isZero();
    }

    @Test
    void withQuorumOnlyAsManyCountAsMustAnswer() {
        cluster.synchronous("main-3", "main-1-0, main-2-0")
                .map(ClusterNames.patroniSync("main"), "quorum", "1")
                .config("{\"synchronous_mode\":\"quorum\"}");

        assertThat(cluster.read().synchronousCopies()).isEqualTo(1);
        assertThat(cluster.read().configuration().mode()).isEqualTo(Configuration.Mode.QUORUM);
    }

    @Test
    void aReplicaOnAnotherTimelineDoesNotFollow() {
        cluster.status("main-2", SampleCluster.replica(6, 76403248));

        assertThat(cluster.read().follows(cluster.read().instance("main-2").orElseThrow()))
                .isFalse();
    }

    @Test
    void aPodOfAnEarlierPrimaryThatKeepsItsLabelIsStale() {
        cluster.label("main-1", ClusterNames.PRIMARY);

        assertThat(cluster.read().labelsToRemove())
                .extracting(Member::instance)
                .containsExactly("main-1");

        cluster.map(ClusterNames.patroniLeader("main"), "leader", null);

        assertThat(cluster.read().labelsToRemove()).isEmpty();
        assertThat(cluster.read().servingLeader()).isEmpty();
    }

    @Test
    void settingsThatWaitForARestartAreNamed() {
        cluster.status(
                "main-1",
                SampleCluster.pending(
                        SampleCluster.replica(7, 1), "max_connections", "100", "200"));
        cluster.status(
                "main-2", "{\"state\":\"running\",\"role\":\"replica\",\"pending_restart\":true}");

        ClusterState state = cluster.read();

        assertThat(state.instance("main-1").orElseThrow().report().pendingRestart())
                .isEqualTo(Map.of("max_connections", new PendingChange("100", "200")));
        assertThat(state.instance("main-2").orElseThrow().report().pendingRestart())
                .containsOnlyKeys(Report.UNNAMED);
    }

    @Test
    void historyAndStandbyAndPauseAreRead() {
        cluster.map(
                        ClusterNames.patroniConfig("main"),
                        "history",
                        "[[1,67109000,\"no recovery target specified\",\"2026-11-21T11:33:00+00:00\",\"main-2-0\"],[2,5,\"x\"],[\"?\"],7]")
                .config(
                        "{\"pause\":true,\"synchronous_mode\":\"on\",\"standby_cluster\":{\"host\":\"db.example\"}}");

        ClusterState state = cluster.read();

        assertThat(state.history()).extracting(Promotion::timeline).containsExactly(1, 2);
        assertThat(state.history().getFirst().leader()).contains("main-2-0");
        assertThat(state.configuration())
                .isEqualTo(new Configuration(true, true, Configuration.Mode.ASYNCHRONOUS));
    }

    @Test
    void aSwitchoverThatWasAskedForIsSeen() {
        cluster.map(ClusterNames.patroniFailover("main"), "leader", "main-3-0");

        assertThat(cluster.read().switchover()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "7",
                "postgres://10.0.0.1:5432/postgres?application_name=https://10.0.0.1:8008",
                "{\"state\":{},\"role\":[],\"timeline\":\"x\",\"xlog_location\":null,\"tags\":1,\"pending_restart_reason\":[]}"
            })
    void whatIsGarbledIsAsIfItWereNotThere(String status) {
        cluster.status("main-1", status)
                .config(status)
                .map(ClusterNames.patroniConfig("main"), "history", status)
                .map(ClusterNames.patroniLeader("main"), "ttl", status)
                .map(ClusterNames.patroniLeader("main"), "renewTime", status)
                .map(ClusterNames.patroniLeader("main"), "transitions", status)
                .map(ClusterNames.patroniLeader("main"), "optime", status)
                .map(ClusterNames.patroniSync("main"), "quorum", status);

        ClusterState state = cluster.read();

        assertThat(state.instance("main-1").orElseThrow().report().isRunning()).isFalse();
        assertThat(state.members()).filteredOn(state::isHealthy).hasSize(2);
        assertThat(Verdicts.of(WANTED, state)).hasSize(4);
        assertThat(InstanceRows.of(WANTED, state)).hasSize(3);
    }

    @Test
    void nothingAtAllIsAStateToo() {
        ClusterState state = SampleCluster.empty().read();

        assertThat(state.members()).isEmpty();
        assertThat(state.leader()).isEmpty();
        assertThat(state.lock().ttl()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void podsThatAreNoInstancesAreIgnored() {
        cluster.change("main-2", it -> it.editMetadata().withName("main-writer").endMetadata());
        var foreign = new PodBuilder().withNewMetadata().withName("other").endMetadata().build();
        var pods = cluster.pods();
        pods.add(foreign);

        assertThat(ClusterState.of("main", pods, cluster.maps()).members()).hasSize(2);
    }

    @Test
    void answersReplaceWhatAnnotationsSay() {
        Report answer =
                Report.ofAnswer(
                        Json.parse(
                                """
                                {"state": "running", "postmaster_start_time": "2026-11-21 11:39:12.109994+00:00",
                                 "role": "replica", "server_version": 180001,
                                 "xlog": {"received_location": 500, "replayed_location": 400, "replayed_timestamp": null, "paused": false},
                                 "timeline": 7, "replication_state": "streaming", "dcs_last_seen": 1795261186,
                                 "pending_restart": true, "pending_restart_reason": {"wal_level": {"old_value": "replica", "new_value": "logical"}},
                                 "tags": {"nosync": true, "failover_priority": 0},
                                 "patroni": {"version": "4.1.4", "scope": "main-patroni", "name": "main-1-0"}}\
                                """));

        ClusterState state = cluster.read().with(Map.of("main-1-0", answer));

        Report report = state.instance("main-1").orElseThrow().report();
        assertThat(report.startedAt()).contains(Instant.parse("2026-11-21T11:39:12.109994Z"));
        assertThat(report.lsn()).hasValue(500);
        assertThat(report.replayLsn()).hasValue(400);
        assertThat(report.serverVersion()).hasValue(180001);
        assertThat(report.patroniVersion()).contains("4.1.4");
        assertThat(report.isTagged("nosync")).isTrue();
        assertThat(report.pendingRestart()).containsOnlyKeys("wal_level");
        assertThat(state.instance("main-2").orElseThrow().report()).isEqualTo(Report.NONE);
    }

    private static final Wanted WANTED =
            new Wanted(List.of("main-1", "main-2", "main-3"), java.util.Set.of(), false, 1, false);
}
