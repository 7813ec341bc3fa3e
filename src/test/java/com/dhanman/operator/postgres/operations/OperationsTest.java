package com.dhanman.operator.postgres.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.kernel.Labels;
import com.dhanman.operator.postgres.patroni.Outcome;
import com.dhanman.operator.postgres.patroni.SampleCluster;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** From an annotation to its outcome. In the sample `main-3` leads, `main-1` is synchronous. */
class OperationsTest {
    private final OperatedCluster operated = new OperatedCluster();

    @Test
    void aSwitchoverIsWrittenDownThenAskedForOnceThenTold() {
        operated.annotate("switchover", "main-1@1");

        operated.round();
        assertThat(operated.done).isEmpty();
        assertThat(operated.told("switchover")).startsWith("Running: ");

        operated.settle();
        assertThat(operated.done).containsExactly("main-3 > main-1");

        operated.promote("main-1");
        operated.settle();
        assertThat(operated.told("switchover"))
                .isEqualTo("Succeeded: main-1 took over from main-3.");
        assertThat(operated.done).hasSize(1);
    }

    @Test
    void aReplicaThatIsNamedBecomesSynchronousBeforeItTakesOver() {
        operated.annotate("switchover", "main-2@1").settle();
        assertThat(operated.done).isEmpty();
        assertThat(operated.told("switchover"))
                .isEqualTo(
                        "Running: main-2 becomes a synchronous replica first, so that it lacks"
                                + " nothing.");
        assertThat(operated.makesAllSynchronous()).isTrue();

        operated.cluster.synchronous("main-3", "main-1-0,main-2-0");
        operated.settle();
        assertThat(operated.done).containsExactly("main-3 > main-2");
        operated.promote("main-2");
        operated.settle();

        assertThat(operated.told("switchover")).startsWith("Succeeded");
        assertThat(operated.makesAllSynchronous()).isFalse();
    }

    @Test
    void theSameValueIsNeverCarriedOutTwice() {
        operated.annotate("restart", "main-2@1").settle();
        assertThat(operated.done).containsExactly("restart main-2");

        operated.settle();
        operated.restartOperator();
        operated.settle();
        operated.annotate("restart", "main-2@1").settle();
        assertThat(operated.done).hasSize(1);

        operated.annotate("restart", "main-2@2").settle();
        assertThat(operated.done).containsExactly("restart main-2", "restart main-2");
    }

    @Test
    void whatCouldNotBeWrittenDownIsNotBegun() {
        operated.annotate("switchover", "main-1@1");

        for (int i = 0; i < 5; i++) {
            operated.roundInVain();
        }

        assertThat(operated.done).isEmpty();
    }

    @Test
    void anOperatorThatWasRestartedDoesNotAskAgain() {
        operated.annotate("switchover", "main-1@1").settle();
        operated.annotate("reinitialize", "main-2@1");
        operated.round();
        operated.done.clear();
        operated.restartOperator();

        operated.settle();

        assertThat(operated.done).isEmpty();
        assertThat(operated.told("switchover"))
                .isEqualTo(
                        "Failed: The operator was restarted before it was carried out. Ask again"
                                + " with a new value.");
    }

    @Test
    void anOperatorThatWasRestartedSeesWhatCameOfASwitchover() {
        operated.annotate("switchover", "main-1@1").settle();
        operated.restartOperator();
        operated.promote("main-1");

        operated.settle();

        assertThat(operated.told("switchover")).startsWith("Succeeded: main-1 took over");
    }

    @Test
    void aSwitchoverThatLedElsewhereFailed() {
        operated.annotate("switchover", "main-1@1").settle();
        operated.promote("main-2");

        operated.settle();

        assertThat(operated.told("switchover"))
                .startsWith("Failed: main-2 took over from main-3 rather than main-1");
    }

    @Test
    void whatPatroniRefusesFailsWithItsWords() {
        operated.answer = new Outcome.Refused("candidate is paused");

        operated.annotate("switchover", "main-1@1").settle();

        assertThat(operated.told("switchover"))
                .isEqualTo(
                        "Failed: main-3 did not hand over to main-1: candidate is paused. Mend what"
                                + " it names and ask again with a new value.");
        assertThat(operated.done).hasSize(1);
    }

    @Test
    void aSwitchoverThatNothingIsSeenOfFailsAfterAMinute() {
        operated.answer = new Outcome.Unknown("Switchover status unknown");
        operated.annotate("switchover", "main-1@1").settle();
        assertThat(operated.told("switchover")).startsWith("Running");

        operated.later(Duration.ofSeconds(61));
        operated.settle();

        assertThat(operated.told("switchover"))
                .isEqualTo(
                        "Failed: main-3 did not hand over. See kubectl logs main-3-0 and ask again"
                                + " with a new value.");
        assertThat(operated.done).hasSize(1);
    }

    @Test
    void aSwitchoverThatHasToWaitTooLongSaysForWhat() {
        operated.annotate("switchover", "main-1@1");
        operated.round();
        operated.cluster.unready("main-1", Situations.ago(Duration.ofSeconds(5)));
        operated.settle();
        operated.later(Duration.ofSeconds(61));

        operated.settle();

        assertThat(operated.told("switchover"))
                .startsWith("Failed: Cannot switch over: main-1 does not follow the primary")
                .endsWith("It was given up after a minute; ask again later.");
        assertThat(operated.done).isEmpty();
    }

    @Test
    void whatIsImpossibleIsRefusedWithoutAStep() {
        operated.annotate("switchover", "main-9@1").settle();

        assertThat(operated.told("switchover"))
                .startsWith("Failed: There is no instance \"main-9\"");
        assertThat(operated.done).isEmpty();
    }

    @Test
    void aRestartGoesThroughAllInstancesAndEndsWhenAllWereStartedAnew() {
        operated.annotate("restart", "tonight").settle();
        operated.round();
        assertThat(operated.done)
                .containsExactly("restart main-2", "restart main-1", "main-3 > main-1");
        assertThat(operated.told("restart"))
                .startsWith("Running: Switching over from main-3, which is to be renewed");

        operated.promote("main-1");
        operated.settle();

        assertThat(operated.told("restart"))
                .isEqualTo("Succeeded: Restarted main-1, main-2, main-3.");
    }

    @Test
    void aRestartThatIsNotAskedForAnyMoreEnds() {
        operated.annotate("restart", "tonight");
        operated.round();
        operated.removeAnnotation("restart").settle();

        assertThat(operated.told("restart"))
                .isEqualTo("Failed: The annotation was removed before it was done.");
        assertThat(operated.done).isEmpty();
    }

    @Test
    void aRestartThatPatroniRefusesIsTriedAgainAfterAWhile() {
        operated.answer = new Outcome.Refused("restart is in progress");
        operated.annotate("restart", "main-2@1").settle();
        operated.settle();
        assertThat(operated.done).containsExactly("restart main-2");
        assertThat(operated.told("restart"))
                .isEqualTo(
                        "Running: main-2 was not restarted: restart is in progress. It is tried again.");

        operated.answer = new Outcome.Done("ok");
        operated.later(Duration.ofSeconds(30));
        operated.settle();

        assertThat(operated.told("restart")).isEqualTo("Succeeded: Restarted main-2.");
    }

    @Test
    void aCloneEndsWhenTheReplicaFollowsWithNewData() {
        operated.annotate("reinitialize", "main-2@1").settle();
        assertThat(operated.done).containsExactly("clone main-2");
        operated.cluster.status("main-2", SampleCluster.state("creating replica"));
        operated.later(Duration.ofHours(3));
        operated.settle();
        assertThat(operated.told("reinitialize"))
                .isEqualTo("Running: main-2 copies the primary's data (creating replica).");

        operated.cluster.status("main-2", SampleCluster.replica(7, 76403456));
        operated.started("main-2");
        operated.settle();

        assertThat(operated.told("reinitialize"))
                .isEqualTo("Succeeded: main-2 was cloned anew and follows the primary.");
        assertThat(operated.done).hasSize(1);
    }

    @Test
    void aCloneThatPatroniNeverBeganFails() {
        operated.answer = new Outcome.Unknown("no answer in time");
        operated.annotate("reinitialize", "main-2@1").settle();
        operated.later(Duration.ofSeconds(61));

        operated.settle();

        assertThat(operated.told("reinitialize"))
                .isEqualTo(
                        "Failed: Patroni did not begin to clone main-2. See kubectl logs main-2-0"
                                + " and ask again with a new value.");
    }

    @Test
    void operationsEndWhenTheirInstanceIsNotToRunAnyMore() {
        operated.annotate("reinitialize", "main-2@1").annotate("restart", "main-2@1");
        operated.round();
        operated.fence("main-2");
        operated.cluster.without("main-2");

        operated.settle();

        assertThat(operated.told("reinitialize"))
                .isEqualTo("Failed: main-2 is not to run any more.");
        assertThat(operated.told("restart")).isEqualTo("Failed: main-2 is not to run any more.");
    }

    @Test
    void operationsEndWhenTheClusterIsHibernated() {
        operated.annotate("restart", "tonight").annotate("switchover", "1");
        operated.round();
        operated.hibernate();

        operated.settle();

        assertThat(operated.told("restart"))
                .isEqualTo("Failed: The cluster was hibernated meanwhile.");
        assertThat(operated.told("switchover"))
                .isEqualTo("Failed: The cluster was hibernated meanwhile.");
    }

    @Test
    void aPausedResourceIsLeftAlone() {
        operated.annotate("paused", "true").annotate("restart", "1");
        operated.cluster.label("main-2", "primary");

        operated.settle();

        assertThat(operated.done).isEmpty();
        assertThat(operated.told("restart"))
                .isEqualTo(
                        "Failed: The resource is paused. Remove its annotation %s and ask again with a new value."
                                .formatted(Labels.PAUSED));
    }

    @Test
    void aRestartGoesOnAfterAPause() {
        operated.annotate("restart", "main-2@1");
        operated.round();
        operated.annotate("paused", "true").settle();
        assertThat(operated.done).isEmpty();

        operated.removeAnnotation("paused").settle();

        assertThat(operated.told("restart")).isEqualTo("Succeeded: Restarted main-2.");
    }

    @Test
    void aRepairIsWrittenDownBeforeAnythingIsThrownAway() {
        operated.cluster
                .status("main-2", SampleCluster.state("running"))
                .unready("main-2", Situations.ago(Duration.ofMinutes(5)));

        operated.round();
        assertThat(operated.done).isEmpty();
        assertThat(operated.told("repair")).startsWith("Running: main-2 cannot follow the primary");

        operated.settle();
        assertThat(operated.done).containsExactly("clone main-2");

        operated.cluster.pod("main-2", SampleCluster.replica(7, 76403456));
        operated.settle();
        assertThat(operated.told("repair"))
                .isEqualTo("Succeeded: main-2 was cloned anew and follows the primary.");
    }

    @Test
    void aReplicaThatComesBackByItselfIsNotClonedAnew() {
        operated.cluster
                .status("main-2", SampleCluster.state("running"))
                .unready("main-2", Situations.ago(Duration.ofMinutes(5)));
        operated.round();
        operated.cluster.pod("main-2", SampleCluster.replica(7, 76403456));

        operated.settle();

        assertThat(operated.told("repair"))
                .isEqualTo("Succeeded: main-2 follows the primary again.");
        assertThat(operated.done).isEmpty();
    }
}
