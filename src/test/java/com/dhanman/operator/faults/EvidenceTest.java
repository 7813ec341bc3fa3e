package com.dhanman.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.faults.Summary.Gap;
import com.dhanman.operator.faults.Summary.Origin;
import com.dhanman.operator.faults.Summary.Stream;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvidenceTest {
    private static final Origin BEFORE = new Origin("10.0.0.1", 3, "rw", 1_000, 9_900, 9_950);
    private static final Origin AFTER = new Origin("10.0.0.2", 4, "rw", 12_000, 20_000, 20_010);

    @Test
    void theOutageIsTheLongestGapAboutOrAfterTheFault() {
        Evidence evidence =
                evidence(List.of(BEFORE, AFTER), new Gap(100, 7_000), new Gap(9_950, 12_000));

        assertThat(evidence.outage("rw")).isEqualTo(2_050);
        assertThat(evidence.outage("multi")).isZero();
    }

    @Test
    void onePrimaryAfterTheOtherIsNoHarm() {
        Evidence evidence = evidence(List.of(BEFORE, AFTER));

        assertThat(evidence.twoPrimaries()).isZero();
        assertThat(evidence.succession()).contains(12_000L);
        assertThat(evidence.lastPrimary()).contains("10.0.0.2");
    }

    @Test
    void aRowSentToTheFormerPrimaryAfterTheNewOneAcknowledgedProvesTwo() {
        Origin still = new Origin("10.0.0.1", 3, "multi", 2_000, 12_250, 12_260);

        Evidence evidence = evidence(List.of(BEFORE, still, AFTER));

        assertThat(evidence.twoPrimaries()).as("tenths of a second").isEqualTo(3);
        assertThat(evidence.twoPrimariesThroughServices()).isEqualTo(3);
    }

    @Test
    void aRowUnderWayWhenTheNewOneAcknowledgedProvesNothing() {
        Origin slow = new Origin("10.0.0.1", 3, "rw", 2_000, 11_990, 12_500);

        assertThat(evidence(List.of(slow, AFTER)).twoPrimaries()).isZero();
    }

    @Test
    void whoIsReachedByItsOwnNameAloneIsNotReachedThroughServices() {
        Origin direct = new Origin("10.0.0.1", 3, "direct-main-1", 2_000, 13_000, 13_010);

        Evidence evidence = evidence(List.of(BEFORE, direct, AFTER));

        assertThat(evidence.twoPrimaries()).isEqualTo(10);
        assertThat(evidence.twoPrimariesThroughServices()).isZero();
    }

    @Test
    void anInstanceThatIsPromotedAgainIsOnePrimary() {
        Origin again = new Origin("10.0.0.1", 4, "rw", 9_000, 20_000, 20_010);

        assertThat(evidence(List.of(BEFORE, again)).twoPrimaries()).isZero();
    }

    @Test
    void witnessesCountToo() {
        Summary client = summary(List.of(AFTER), 0);
        Summary witness =
                summary(List.of(new Origin("10.0.0.1", 3, "rw", 1_000, 14_000, 14_010)), 2);

        Evidence evidence = new Evidence(client, List.of(witness), 10_000);

        assertThat(evidence.twoPrimariesThroughServices()).isEqualTo(20);
        assertThat(evidence.lost()).isEqualTo(2);
        assertThat(evidence.acked()).isEqualTo(14);
    }

    @Test
    void theLastLineOfALogIsTheSummary() {
        String log =
                """
                {"at":1,"event":"started"}
                {"event":"summary","summary":{"run":"r","node":"node4","began":1,"streams":[{"name":"rw","acked":5,"refused":1,"unknown":2,"gaps":[{"from":3,"to":9}]}],"origins":[{"server":"10.0.0.1","timeline":3,"stream":"direct-main-1","acked":5,"firstBegin":1,"firstEnd":2,"lastBegin":3,"lastEnd":4}],"verified":true,"present":5,"lost":1,"phantom":0,"twice":0,"missing":[{"id":3}]}}
                """;

        Summary summary = Summary.in(log).orElseThrow();

        assertThat(summary.acked()).isEqualTo(5);
        assertThat(summary.lost()).isEqualTo(1);
        assertThat(summary.streams().getFirst().gaps()).containsExactly(new Gap(3, 9));
        assertThat(summary.origins().getFirst().isDirect()).isTrue();
        assertThat(Summary.in("{\"event\":\"started\"}")).isEmpty();
        assertThat(Summary.in("")).isEmpty();
    }

    private static Evidence evidence(List<Origin> origins, Gap... gaps) {
        Summary client =
                new Summary(
                        "r",
                        "node4",
                        List.of(
                                new Stream("rw", 1, 0, 0, List.of(gaps)),
                                new Stream("multi", 1, 0, 0, List.of())),
                        origins,
                        true,
                        0,
                        0,
                        0);
        return new Evidence(client, List.of(), 10_000);
    }

    private static Summary summary(List<Origin> origins, int lost) {
        return new Summary(
                "r",
                "node1",
                List.of(new Stream("rw", 7, 0, 0, List.of())),
                origins,
                true,
                lost,
                0,
                0);
    }
}
