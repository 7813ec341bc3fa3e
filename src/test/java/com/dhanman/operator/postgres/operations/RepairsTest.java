package com.dhanman.operator.postgres.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.postgres.operations.Situation.Task;
import com.dhanman.operator.postgres.patroni.SampleCluster;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replicas that cannot follow, and pods that do not work. */
class RepairsTest {
    private final Situations situations = Situations.healthy();

    @Test
    void aReplicaThatDoesNotFollowHasThreeMinutesToComeBackByItself() {
        stuck("main-2", Duration.ofSeconds(179));
        assertThat(situations.step()).isEqualTo("rest: Nothing");

        stuck("main-2", Duration.ofSeconds(180));
        assertThat(situations.step()).isEqualTo("clone main-2 1");
        assertThat(situations.message())
                .isEqualTo(
                        "main-2 cannot follow the primary (running) and is cloned anew, attempt 1"
                                + " of 3.");
    }

    @ParameterizedTest(name = "{0} attempts, the last {1} minutes ago: {2}")
    @CsvSource({
        "1, 9, rest: Nothing",
        "1, 10, clone main-2 2",
        "2, 29, rest: Nothing",
        "2, 30, clone main-2 3",
        "3, 2, rest: Nothing",
        "3, 3, wait: RepairGaveUp",
        "3, 1000, wait: RepairGaveUp",
    })
    void attemptsBecomeRarerAndEnd(int attempts, int minutes, String step) {
        stuck("main-2", Duration.ofHours(2));
        situations.repaired("main-2", attempts, Duration.ofMinutes(minutes));

        assertThat(situations.step()).isEqualTo(step);
    }

    @Test
    void whereItGaveUpItSaysWhatToDo() {
        stuck("main-2", Duration.ofHours(2));
        situations.repaired("main-2", 3, Duration.ofHours(1));

        assertThat(situations.message())
                .contains("kubectl logs main-2-0")
                .contains("platform.dhanman.com/reinitialize=main-2@");
    }

    @Test
    void whereItGaveUpARestartMayStillHelp() {
        stuck("main-2", Duration.ofHours(2));
        situations
                .repaired("main-2", 3, Duration.ofHours(1))
                .task(new Task.RestartAll(true, Set.of("main-2")));

        assertThat(situations.step()).isEqualTo("restart main-2");
    }

    @Test
    void anAttemptThatWasWrittenDownIsMade() {
        stuck("main-2", Duration.ofHours(2));

        assertThat(situations.announced("main-2", 2).step()).isEqualTo("clone main-2 2");
    }

    @Test
    void aSynchronousReplicaIsNotThrownAway() {
        stuck("main-1", Duration.ofHours(2));

        assertThat(situations.step()).isEqualTo("rest: Nothing");
    }

    @Test
    void nothingIsThrownAwayWithoutAPrimary() {
        stuck("main-2", Duration.ofHours(2));
        situations.with(it -> it.unready("main-3", Situations.ago(Duration.ofSeconds(5))));

        assertThat(situations.step()).isEqualTo("wait: NoPrimary");
    }

    @Test
    void oneIsClonedAfterTheOther() {
        stuck("main-2", Duration.ofHours(2));
        situations.with(
                it ->
                        it.status("main-1", SampleCluster.state("creating replica"))
                                .unready("main-1", Situations.ago(Duration.ofHours(1)))
                                .synchronous("main-3", ""));

        assertThat(situations.step()).isEqualTo("rest: Nothing");
    }

    @Test
    void crashRecoveryMayTakeItsTime() {
        situations.with(
                it ->
                        it.status("main-2", SampleCluster.state("starting"))
                                .unready("main-2", Situations.ago(Duration.ofMinutes(29))));
        assertThat(situations.step()).isEqualTo("rest: Nothing");

        situations.with(it -> it.unready("main-2", Situations.ago(Duration.ofMinutes(30))));
        assertThat(situations.step()).isEqualTo("clone main-2 1");
    }

    @Test
    void fencedInstancesAreLookedAtByPeople() {
        stuck("main-2", Duration.ofHours(2));

        assertThat(situations.fenced("main-2").step()).isEqualTo("rest: Nothing");
    }

    @Test
    void aPodThatCannotStartIsReplacedByOneOfTheNewTemplate() {
        situations.with(
                it ->
                        it.broken(
                                "main-2",
                                "ImagePullBackOff",
                                Situations.ago(Duration.ofSeconds(20))));
        assertThat(situations.step()).as("the same template would not help").startsWith("rest");

        assertThat(situations.outdated("main-2").step()).isEqualTo("delete main-2");
        assertThat(situations.message()).contains("main-2 does not work (ImagePullBackOff)");
    }

    @Test
    void aPodThatDoesNotWorkIsReplacedEvenWithoutAPrimary() {
        situations
                .outdated("main-1", "main-2", "main-3")
                .with(
                        it ->
                                it.broken(
                                                "main-1",
                                                "CreateContainerConfigError",
                                                Situations.ago(Duration.ofSeconds(20)))
                                        .unready("main-3", Situations.ago(Duration.ofSeconds(20))));

        assertThat(situations.step()).isEqualTo("delete main-1");
    }

    @Test
    void aPrimaryThatDoesNotServeHasTimeToComeBack() {
        situations
                .outdated("main-3")
                .with(it -> it.unready("main-3", Situations.ago(Duration.ofSeconds(170))));
        assertThat(situations.step()).isEqualTo("wait: NoPrimary");

        situations.with(it -> it.unready("main-3", Situations.ago(Duration.ofSeconds(180))));
        assertThat(situations.step()).isEqualTo("delete main-3");
    }

    @Test
    void aCopyThatIsUnderWayIsNotBrokenOff() {
        situations
                .outdated("main-2")
                .with(
                        it ->
                                it.status("main-2", SampleCluster.state("creating replica"))
                                        .unready("main-2", Situations.ago(Duration.ofHours(5))));

        assertThat(situations.step()).isEqualTo("wait: WaitingForInstances");
    }

    private void stuck(String instance, Duration unready) {
        situations.with(
                it ->
                        it.status(instance, SampleCluster.state("running"))
                                .unready(instance, Situations.ago(unready)));
    }
}
