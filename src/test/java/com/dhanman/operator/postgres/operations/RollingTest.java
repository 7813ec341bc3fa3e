package com.dhanman.operator.postgres.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.postgres.operations.Situation.Task;
import com.dhanman.operator.postgres.patroni.SampleCluster;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is renewed when. In the sample `main-3` leads, `main-1` is synchronous. */
class RollingTest {
    private static final String REPLICA = SampleCluster.replica(7, 76403248);
    private static final String PRIMARY = SampleCluster.primary(7, 76402416);

    private final Situations situations = Situations.healthy();

    @Test
    void replicasFirstThenThePrimaryHandsOverAndIsLast() {
        situations.outdated("main-1", "main-2", "main-3");
        assertThat(situations.step()).isEqualTo("delete main-2");

        situations.with(it -> it.change("main-2", RollingTest::renewed));
        assertThat(situations.step()).as("the synchronous replica").isEqualTo("delete main-1");

        situations.with(it -> it.change("main-1", RollingTest::renewed));
        assertThat(situations.step()).as("to one that is renewed").isEqualTo("main-3 > main-1");

        situations.with(
                it ->
                        it.pod("main-1", SampleCluster.primary(8, 76403456))
                                .change("main-1", RollingTest::renewed)
                                .status("main-2", SampleCluster.replica(8, 76403456))
                                .pod("main-3", SampleCluster.replica(8, 76403456))
                                .leads("main-1")
                                .synchronous("main-1", "main-2-0"));
        assertThat(situations.step()).isEqualTo("delete main-3");

        situations.with(it -> it.change("main-3", RollingTest::renewed));
        assertThat(situations.step()).isEqualTo("rest: Nothing");
    }

    private static io.fabric8.kubernetes.api.model.PodBuilder renewed(
            io.fabric8.kubernetes.api.model.PodBuilder pod) {
        String instance = pod.buildMetadata().getName().replaceFirst("-0$", "");
        return pod.editMetadata()
                .addToLabels("controller-revision-hash", instance + "-new")
                .endMetadata();
    }

    /** What keeps `main-2` from being taken down. */
    enum Missing {
        UNREADY(
                "main-1 (streaming, not ready)",
                it -> it.unready("main-1", Situations.ago(MINUTE))),
        NO_POD("main-1, which has no pod", it -> it.without("main-1")),
        TERMINATING("main-1 (terminating)", it -> it.terminating("main-1")),
        CRASHING(
                "main-1 (CrashLoopBackOff, not ready)",
                it -> it.broken("main-1", "CrashLoopBackOff", Situations.ago(MINUTE))),
        NOT_STREAMING(
                "main-1 (start failed)",
                it -> it.status("main-1", SampleCluster.state("start failed"))),
        OTHER_TIMELINE(
                "main-1 (streaming)",
                it -> it.status("main-1", SampleCluster.replica(6, 76403456))),
        BEHIND(
                "main-1, which is behind",
                it -> it.status("main-1", SampleCluster.replica(7, 1_000_000))),
        NOT_SYNCHRONOUS("a replica to become synchronous", it -> it.synchronous("main-3", ""));

        private final String text;
        private final Consumer<SampleCluster> change;

        Missing(String text, Consumer<SampleCluster> change) {
            this.text = text;
            this.change = change;
        }
    }

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @ParameterizedTest
    @EnumSource
    void nobodyIsTakenDownWhileAnotherOneIsMissing(Missing missing) {
        situations.outdated("main-2").with(missing.change);

        assertThat(situations.step()).isEqualTo("wait: WaitingForInstances");
        assertThat(situations.message())
                .isEqualTo(
                        "main-2 is to be renewed (its pod is of an older template); waiting for "
                                + missing.text
                                + ".");
    }

    @Test
    void aReplicaThatDoesNotFollowIsWaitedForRatherThanTakenDownAgain() {
        situations.outdated("main-2").with(it -> it.unready("main-2", Situations.ago(MINUTE)));

        assertThat(situations.step()).isEqualTo("wait: WaitingForInstances");
    }

    @Test
    void fencedInstancesAreNeitherRenewedNorWaitedFor() {
        situations.outdated("main-1", "main-2").fenced("main-2").with(it -> it.without("main-2"));

        assertThat(situations.step()).isEqualTo("delete main-1");
    }

    @Test
    void aTemplateThatKubernetesHasNotLookedAtYetIsNoneToRollOut() {
        assertThat(situations.step()).isEqualTo("rest: Nothing");
    }

    @Test
    void thePrimaryDoesNotHandOverToOneThatMayLackCommits() {
        situations.outdated("main-3").with(it -> it.synchronous("main-3", "main-9-0"));

        assertThat(situations.step()).isEqualTo("wait: NoCandidate");
        assertThat(situations.message()).contains("waiting for a replica that can take over");
    }

    @Test
    void theOnlyInstanceIsRenewedWhereItIs() {
        situations
                .instances(1)
                .asynchronous()
                .with(
                        it ->
                                it.without("main-2")
                                        .without("main-3")
                                        .pod("main-1", SampleCluster.primary(7, 76402416))
                                        .leads("main-1"))
                .outdated("main-1");

        assertThat(situations.step()).isEqualTo("delete main-1");
        assertThat(situations.message()).contains("clients have to wait");
    }

    @Test
    void settingsThatWaitForARestartReachReplicasFirst() {
        situations.with(
                it ->
                        it.status("main-1", pending(REPLICA, "100", "200"))
                                .status("main-2", pending(REPLICA, "100", "200"))
                                .status("main-3", pending(PRIMARY, "100", "200")));

        assertThat(situations.step()).isEqualTo("restart main-2 if pending");
        assertThat(situations.message()).contains("settings wait for a restart: max_connections");

        situations.with(it -> it.status("main-2", REPLICA));
        assertThat(situations.step()).isEqualTo("restart main-1 if pending");

        situations.with(it -> it.status("main-1", REPLICA));
        assertThat(situations.step()).isEqualTo("main-3 > main-1");
    }

    @Test
    void aValueThatBecomesSmallerReachesThePrimaryFirstAndWhereItIs() {
        situations.with(
                it ->
                        it.status("main-1", pending(REPLICA, "200", "100"))
                                .status("main-2", pending(REPLICA, "200", "100"))
                                .status("main-3", pending(PRIMARY, "200", "100")));

        assertThat(situations.step()).isEqualTo("restart main-3 if pending");
        assertThat(situations.message()).contains("replicas must not have less than the primary");

        situations.with(it -> it.status("main-3", PRIMARY));
        assertThat(situations.step()).isEqualTo("restart main-2 if pending");
    }

    @Test
    void aRestartThatChangesNothingIsNotRepeated() {
        situations.futile("main-2").with(it -> it.status("main-2", pending(REPLICA, "100", "200")));

        assertThat(situations.step()).isEqualTo("rest: Nothing");
    }

    @Test
    void aRestartOfAllGoesRoundLikeARenewal() {
        situations.task(new Task.RestartAll(false, Set.of("main-1", "main-3")));

        assertThat(situations.step()).isEqualTo("restart main-1");

        Situations last = Situations.healthy().task(restart(false, "main-3"));
        assertThat(last.step()).isEqualTo("main-3 > main-1");
    }

    @Test
    void aPrimaryThatIsNamedIsRestartedWhereItIs() {
        assertThat(situations.task(restart(true, "main-3")).step()).isEqualTo("restart main-3");
    }

    @Test
    void aNamedReplicaThatDoesNotFollowIsRestartedAllTheSame() {
        situations
                .task(restart(true, "main-2"))
                .with(
                        it ->
                                it.status("main-2", SampleCluster.state("start failed"))
                                        .unready("main-2", Situations.ago(MINUTE)));

        assertThat(situations.step()).isEqualTo("restart main-2");
    }

    @Test
    void aReplicaThatIsBeingClonedIsNotRestarted() {
        situations
                .task(restart(true, "main-2"))
                .with(
                        it ->
                                it.status("main-2", SampleCluster.state("creating replica"))
                                        .unready("main-2", Situations.ago(MINUTE)));

        assertThat(situations.step()).isEqualTo("wait: WaitingForInstances");
    }

    private static Task restart(boolean named, String instance) {
        return new Task.RestartAll(named, Set.of(instance));
    }

    private static String pending(String status, String now, String then) {
        return SampleCluster.pending(status, "max_connections", now, then);
    }
}
