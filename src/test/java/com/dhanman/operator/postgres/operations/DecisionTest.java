package com.dhanman.operator.postgres.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.postgres.ClusterNames;
import com.dhanman.operator.postgres.operations.Situation.Task;
import com.dhanman.operator.postgres.patroni.SampleCluster;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * What comes first, and what is asked for. In the sample `main-3` leads, `main-1` is synchronous.
 */
class DecisionTest {
    private static final String LEADER = ClusterNames.patroniLeader(SampleCluster.NAME);
    private static final String FAILOVER = ClusterNames.patroniFailover(SampleCluster.NAME);

    private final Situations situations = Situations.healthy();

    @Test
    void aHealthyClusterIsLeftAlone() {
        assertThat(situations.step()).isEqualTo("rest: Nothing");
    }

    @Test
    void aHibernatedClusterIsLeftAlone() {
        assertThat(situations.outdated("main-1").hibernated().step()).isEqualTo("rest: Hibernated");
    }

    @Test
    void aStaleLabelIsTakenOffBeforeAllElse() {
        situations
                .outdated("main-1", "main-2", "main-3")
                .task(new Task.HandOver("", false))
                .with(
                        it ->
                                it.change(
                                        "main-2",
                                        pod ->
                                                pod.editMetadata()
                                                        .addToLabels(
                                                                ClusterNames.WRITES_LABEL,
                                                                ClusterNames.SERVES)
                                                        .endMetadata()));

        assertThat(situations.step()).isEqualTo("unlabel main-2");
        assertThat(situations.message())
                .isEqualTo("main-2 is still labelled as the primary, but main-3-0 leads.");
    }

    @Test
    void aLeaderWithoutItsLabelGetsItBack() {
        situations.with(
                it ->
                        it.change(
                                "main-3",
                                pod ->
                                        pod.editMetadata()
                                                .removeFromLabels(ClusterNames.WRITES_LABEL)
                                                .endMetadata()));

        assertThat(situations.step()).isEqualTo("label main-3");
    }

    @Test
    void duringAnElectionNoLabelIsTouched() {
        situations.with(
                it ->
                        it.map(LEADER, "leader", null)
                                .label("main-1", ClusterNames.PRIMARY)
                                .label("main-2", ClusterNames.PRIMARY));

        assertThat(situations.step()).isEqualTo("wait: NoPrimary");
    }

    @Test
    void nothingIsDoneWhileASwitchoverIsUnderWay() {
        situations.outdated("main-2").with(it -> it.map(FAILOVER, "leader", "main-3-0"));

        assertThat(situations.step()).isEqualTo("wait: SwitchingOver");
    }

    @Test
    void nothingIsDoneWhileNoPrimaryServes() {
        situations
                .outdated("main-1", "main-2")
                .task(new Task.CloneAnew("main-2", false))
                .with(it -> it.unready("main-3", Situations.ago(Duration.ofSeconds(5))));

        assertThat(situations.step()).isEqualTo("wait: NoPrimary");
    }

    @Test
    void nothingIsDoneInPatronisMaintenanceMode() {
        situations.outdated("main-2").with(it -> it.config("{\"pause\":true}"));

        assertThat(situations.step()).isEqualTo("wait: PatroniPaused");
        assertThat(situations.message()).contains("patronictl resume");
    }

    @Test
    void theReplicaThatHasEveryCommitTakesOver() {
        situations.task(new Task.HandOver("", false));

        assertThat(situations.step()).isEqualTo("main-3 > main-1");
    }

    @Test
    void aNamedReplicaTakesOverOnlyWithoutLoss() {
        assertThat(situations.task(new Task.HandOver("main-2", false)).step())
                .isEqualTo("wait: MakingSynchronous");

        situations.with(it -> it.config("{\"synchronous_mode\":\"quorum\"}"));

        assertThat(situations.step()).isEqualTo("wait: NoCandidate");
        assertThat(situations.message())
                .isEqualTo(
                        "Cannot switch over: main-2 is not a synchronous replica and may lack"
                                + " commits.");
    }

    @Test
    void withoutSynchronousReplicationTheLeastBehindTakesOver() {
        situations
                .asynchronous()
                .task(new Task.HandOver("", false))
                .with(
                        it ->
                                it.status("main-1", SampleCluster.replica(7, 76_000_000))
                                        .status("main-2", SampleCluster.replica(7, 76_400_000)));

        assertThat(situations.step()).isEqualTo("main-3 > main-2");
    }

    @Test
    void aReplicaThatIsFarBehindDoesNotTakeOver() {
        situations
                .asynchronous()
                .task(new Task.HandOver("main-1", false))
                .with(it -> it.status("main-1", SampleCluster.replica(7, 1_000_000)));

        assertThat(situations.step()).isEqualTo("wait: NoCandidate");
        assertThat(situations.message()).contains("main-1 is 64 MiB behind");
    }

    @Test
    void aSwitchoverIsAskedForOnce() {
        assertThat(situations.task(new Task.HandOver("main-1", true)).step())
                .isEqualTo("wait: SwitchingOver");
    }

    @Test
    void aLeaderThatIsNoLongerWantedHandsOver() {
        assertThat(situations.instances(2).step()).isEqualTo("main-3 > main-1");
    }

    @Test
    void aLeaderThatIsNoLongerWantedStaysWhereNobodyCanTakeOver() {
        situations.instances(2).with(it -> it.synchronous("main-3", ""));

        assertThat(situations.step()).isEqualTo("wait: NoCandidate");
        assertThat(situations.message()).contains("main-3 is to stop");
    }

    @Test
    void aReplicaIsClonedAnewWhenAllOthersAreWell() {
        situations.task(new Task.CloneAnew("main-2", false));

        assertThat(situations.step()).isEqualTo("clone main-2");

        situations.with(it -> it.unready("main-1", Situations.ago(Duration.ofSeconds(5))));

        assertThat(situations.step()).isEqualTo("wait: WaitingForInstances");
        assertThat(situations.message()).contains("waiting for main-1 (streaming, not ready)");
    }

    @Test
    void aReplicaThatDoesNotWorkIsClonedAnewAtOnce() {
        situations
                .task(new Task.CloneAnew("main-2", false))
                .with(
                        it ->
                                it.status("main-2", SampleCluster.state("start failed"))
                                        .unready("main-2", Situations.ago(Duration.ofSeconds(5)))
                                        .without("main-1"));

        assertThat(situations.step()).isEqualTo("clone main-2");
    }

    @Test
    void aReplicaIsClonedOnceAndThePrimaryNever() {
        assertThat(situations.task(new Task.CloneAnew("main-2", true)).step())
                .isEqualTo("wait: Reinitializing");
        assertThat(Situations.healthy().task(new Task.CloneAnew("main-3", false)).step())
                .isEqualTo("wait: Reinitializing");
    }

    @Test
    void whatIsAskedForComesBeforeRenewal() {
        situations.outdated("main-1", "main-2").task(new Task.HandOver("", false));

        assertThat(situations.step()).isEqualTo("main-3 > main-1");
    }

    @Test
    void instancesGoOnlyWhenTheOthersCanDoWithoutThem() {
        assertThat(leaving(situations.instances(2))).containsExactly("main-3");
        assertThat(leaving(Situations.healthy().instances(1))).containsExactly("main-3");
        Situations ledByOne =
                Situations.healthy()
                        .instances(2)
                        .with(
                                it ->
                                        it.pod("main-1", SampleCluster.primary(8, 76403456))
                                                .pod("main-2", SampleCluster.replica(8, 76403456))
                                                .pod("main-3", SampleCluster.replica(8, 76403456))
                                                .leads("main-1")
                                                .synchronous("main-1", "main-3-0"));

        assertThat(leaving(ledByOne)).isEmpty();
        assertThat(leaving(ledByOne.with(it -> it.without("main-2")))).containsExactly("main-3");
    }

    @Test
    void withoutAPrimaryAllStayThatMayHaveEveryCommit() {
        situations
                .instances(1)
                .with(
                        it ->
                                it.without("main-3")
                                        .without("main-2")
                                        .synchronous("main-3", "main-2-0"));

        assertThat(leaving(situations)).containsExactly("main-2", "main-3");
    }

    private static java.util.List<String> leaving(Situations situations) {
        Situation situation = situations.build();
        return Leaving.of(situation.wanted(), situation.state());
    }
}
