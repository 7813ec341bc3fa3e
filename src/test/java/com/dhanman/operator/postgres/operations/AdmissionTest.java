package com.dhanman.operator.postgres.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.postgres.ClusterNames;
import com.dhanman.operator.postgres.operations.Request.Kind;
import com.dhanman.operator.postgres.patroni.SampleCluster;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused, and why. In the sample `main-3` leads, `main-1` is synchronous. */
class AdmissionTest {
    private static final UnaryOperator<Situations> HEALTHY = it -> it;
    private static final String QUORUM = "{\"synchronous_mode\":\"quorum\"}";
    private static final UnaryOperator<Situations> NO_PRIMARY =
            situations ->
                    situations.with(
                            it -> it.unready("main-3", Situations.ago(Duration.ofSeconds(5))));

    static Stream<Arguments> switchovers() {
        return Stream.of(
                refused(
                        Kind.SWITCHOVER,
                        "main-9@1",
                        HEALTHY,
                        "There is no instance \"main-9\" but main-1, main-2, main-3. Name one of"
                                + " these and ask again with a new value."),
                refused(Kind.SWITCHOVER, "@1", HEALTHY, "There is no instance \"\""),
                refused(
                        Kind.SWITCHOVER,
                        "main-3@1",
                        HEALTHY,
                        "main-3 leads already. Name main-1 and ask again with a new value."),
                refused(
                        Kind.SWITCHOVER,
                        "main-2@1",
                        it -> it.with(cluster -> cluster.config(QUORUM)),
                        "main-2 is not a synchronous replica and may lack commits. Name main-1 and"
                                + " ask again with a new value."));
    }

    static Stream<Arguments> switchoversToAnyone() {
        return Stream.of(
                refused(
                        Kind.SWITCHOVER,
                        "1",
                        it -> it.with(cluster -> cluster.synchronous("main-3", "")),
                        "No replica can take over without loss."),
                refused(
                        Kind.SWITCHOVER,
                        "main-1@1",
                        it -> it.with(cluster -> cluster.without("main-1")),
                        "main-1 has no pod. Wait until it follows the primary"),
                refused(
                        Kind.SWITCHOVER,
                        "1",
                        it -> it.fenced("main-1").fenced("main-2"),
                        "Only one instance runs"),
                refused(
                        Kind.SWITCHOVER,
                        "1",
                        NO_PRIMARY,
                        "No primary serves that could hand over"));
    }

    static Stream<Arguments> restarts() {
        return Stream.of(
                refused(
                        Kind.RESTART,
                        "main-2@1",
                        it -> it.fenced("main-2"),
                        "main-2 is fenced. Take it off spec.fenced and ask again"),
                refused(
                        Kind.RESTART,
                        "1",
                        Situations::hibernated,
                        "The cluster is hibernated. Take hibernated out of the spec"),
                refused(
                        Kind.RESTART,
                        "1",
                        it -> it.with(cluster -> cluster.config("{\"pause\":true}")),
                        "Patroni is in maintenance mode. End it with patronictl resume"));
    }

    static Stream<Arguments> clones() {
        return Stream.of(
                refused(
                        Kind.REINITIALIZE,
                        "1",
                        HEALTHY,
                        "It names no instance. Write"
                                + " platform.dhanman.com/reinitialize=INSTANCE@$(date +%s)."),
                refused(
                        Kind.REINITIALIZE,
                        "main-3@1",
                        HEALTHY,
                        "main-3 is the primary. Switch over first, with"
                                + " platform.dhanman.com/switchover=INSTANCE@$(date +%s), and ask"
                                + " again with a new value."),
                refused(
                        Kind.REINITIALIZE,
                        "main-2@1",
                        NO_PRIMARY,
                        "No primary serves that could be cloned: the data of main-2 may be needed."),
                refused(
                        Kind.REINITIALIZE,
                        "main-2@1",
                        it -> it.with(cluster -> cluster.without("main-2")),
                        "main-2 has no pod. See kubectl describe statefulset main-2"),
                refused(
                        Kind.REINITIALIZE,
                        "main-1@1",
                        it -> it.instances(1),
                        "main-1 is the only instance: its data is the only copy"));
    }

    private static Arguments refused(
            Kind kind, String value, UnaryOperator<Situations> situations, String why) {
        return Arguments.of(kind, value, situations, why);
    }

    @ParameterizedTest(name = "{0} {1}: {3}")
    @MethodSource({"switchovers", "switchoversToAnyone", "restarts", "clones"})
    void isRefused(Kind kind, String value, UnaryOperator<Situations> change, String why) {
        assertThat(refusal(change.apply(Situations.healthy()), kind, value))
                .hasValueSatisfying(it -> assertThat(it).startsWith(why));
    }

    @Test
    void whatIsPossibleIsTakenUp() {
        for (Kind kind : Kind.values()) {
            assertThat(refusal(Situations.healthy(), kind, "main-1@1")).isEmpty();
            assertThat(refusal(Situations.healthy(), kind, "main-2@1")).isEmpty();
        }
        assertThat(refusal(Situations.healthy(), Kind.SWITCHOVER, "tonight")).isEmpty();
        assertThat(refusal(Situations.healthy(), Kind.RESTART, "tonight")).isEmpty();
    }

    @Test
    void aReplicaThatPatroniMustNotPromoteIsNotNamed() {
        String tagged =
                SampleCluster.replica(7, 76403456)
                        .replaceFirst("}$", ",\"tags\":{\"nofailover\":true}}");
        Situations situations = Situations.healthy().with(it -> it.status("main-1", tagged));

        assertThat(refusal(situations, Kind.SWITCHOVER, "main-1@1"))
                .contains(
                        "main-1 has Patroni's tag nofailover. Wait until it follows the primary and"
                                + " ask again with a new value.");
    }

    @Test
    void duringASwitchoverNothingIsRefusedThatCanWait() {
        Situations situations =
                Situations.healthy()
                        .with(
                                it ->
                                        it.map(
                                                ClusterNames.patroniFailover(SampleCluster.NAME),
                                                "leader",
                                                "main-3-0"));

        assertThat(refusal(situations, Kind.RESTART, "1")).isEmpty();
    }

    private static Optional<String> refusal(Situations situations, Kind kind, String value) {
        return new Admission(situations.build()).refusal(Request.of(kind, value));
    }
}
