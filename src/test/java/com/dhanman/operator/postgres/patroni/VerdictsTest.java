package com.dhanman.operator.postgres.patroni;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.PostgresInstanceStatus;
import com.dhanman.operator.postgres.ClusterNames;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictsTest {
    private static final List<String> THREE = List.of("main-1", "main-2", "main-3");
    private static final Wanted WANTED = new Wanted(THREE, Set.of(), false, 1, false);
    private static final String LATER = "2026-11-21T12:00:00Z";

    static Stream<Arguments> situations() {
        return Stream.concat(instances(), others());
    }

    private static Stream<Arguments> instances() {
        return Stream.of(
                of("as it should be", it -> {}, "TakesWrites AllStreaming AsDeclared Applied"),
                of(
                        "a replica is gone",
                        it -> it.without("main-2"),
                        "TakesWrites ReplicaBehind AsDeclared Applied"),
                of(
                        "a replica is copying",
                        it ->
                                it.status("main-2", SampleCluster.state("creating replica"))
                                        .unready("main-2", LATER),
                        "TakesWrites Copying AsDeclared Applied"),
                of(
                        "no replica is synchronous",
                        it -> it.synchronous("main-3", ""),
                        "TakesWrites AllStreaming NoCopies Applied"),
                of(
                        "the primary's container is gone",
                        it -> it.broken("main-3", "CrashLoopBackOff", LATER),
                        "PrimaryNotServing AllStreaming AsDeclared Applied"));
    }

    private static Stream<Arguments> others() {
        return Stream.of(
                of(
                        "nobody leads",
                        it -> it.map(ClusterNames.patroniLeader("main"), "leader", null),
                        "NoPrimary NoPrimary NoCopies Applied"),
                of(
                        "a setting waits",
                        it ->
                                it.status(
                                        "main-3",
                                        SampleCluster.pending(
                                                SampleCluster.primary(7, 76402416),
                                                "wal_level",
                                                "replica",
                                                "logical")),
                        "TakesWrites AllStreaming AsDeclared RestartPending"),
                of(
                        "it is a standby of another server",
                        it -> it.config("{\"standby_cluster\":{\"host\":\"db.example\"}}"),
                        "FollowsSource AllStreaming Asynchronous Applied"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("situations")
    void reasonsFollowFromTheState(String name, Consumer<SampleCluster> change, String expected) {
        SampleCluster cluster = SampleCluster.threeInstances();
        change.accept(cluster);

        assertThat(Verdicts.of(WANTED, cluster.read()))
                .extracting(Verdict::reason)
                .containsExactly(expected.split(" "));
    }

    @Test
    void messagesNameWhatIsWrongAndWhatToDo() {
        SampleCluster cluster = SampleCluster.threeInstances();
        cluster.without("main-2").broken("main-1", "ImagePullBackOff", LATER);
        cluster.synchronous("main-3", "");

        List<Verdict> verdicts = Verdicts.of(WANTED, cluster.read());

        assertThat(verdicts.get(1).message())
                .isEqualTo(
                        "0 of 2 replicas stream. main-1: ImagePullBackOff (kubectl describe pod"
                                + " main-1-0); main-2 has no pod (kubectl describe statefulset"
                                + " main-2).");
        assertThat(verdicts.get(2).status()).isTrue();
        assertThat(verdicts.get(2).message())
                .startsWith(
                        "Commits are on 0 replicas rather than 1 when they are acknowledged. The"
                                + " primary goes on alone");
    }

    @Test
    void strictReplicationSaysThatCommitsWait() {
        SampleCluster cluster = SampleCluster.threeInstances().synchronous("main-3", "");
        Wanted strict = new Wanted(THREE, Set.of(), false, 1, true);

        assertThat(Verdicts.of(strict, cluster.read()).get(2).message())
                .contains("Commits wait until there are enough.");
    }

    @Test
    void settingsThatWaitAreNamedWithBothValues() {
        SampleCluster cluster = SampleCluster.threeInstances();
        for (String replica : List.of("main-1", "main-2")) {
            cluster.status(
                    replica,
                    SampleCluster.pending(
                            SampleCluster.replica(7, 76402416), "max_connections", "100", "200"));
        }

        Verdict verdict = Verdicts.of(WANTED, cluster.read()).get(3);

        assertThat(verdict.status()).isFalse();
        assertThat(verdict.message())
                .startsWith(
                        "Takes effect with a restart of main-1, main-2: max_connections (100, then"
                                + " 200).");
    }

    @Test
    void aHibernatedClusterIsAsleepInAllRespects() {
        Wanted asleep = new Wanted(THREE, Set.of(), true, 1, false);
        SampleCluster cluster =
                SampleCluster.threeInstances()
                        .without("main-1")
                        .without("main-2")
                        .without("main-3");

        assertThat(Verdicts.of(asleep, cluster.read()))
                .extracting(Verdict::reason)
                .containsExactly("Hibernated", "Hibernated", "Hibernated", "Applied");
        assertThat(InstanceRows.of(asleep, cluster.read()))
                .extracting(PostgresInstanceStatus::role)
                .containsOnly("Stopped");
    }

    @Test
    void rowsTellRoleStateAndLagOfEach() {
        SampleCluster cluster = SampleCluster.threeInstances();
        cluster.map(ClusterNames.patroniLeader("main"), "optime", Long.toString(1L << 30));
        cluster.without("main-2");
        Wanted fenced = new Wanted(THREE, Set.of("main-2"), false, 1, false);

        assertThat(InstanceRows.of(fenced, cluster.read()))
                .containsExactly(
                        new PostgresInstanceStatus(
                                "main-1",
                                "node-of-main-1",
                                "Replica",
                                "streaming",
                                7,
                                "512 MiB",
                                null),
                        new PostgresInstanceStatus(
                                "main-2", null, "Fenced", "stopped", null, null, null),
                        new PostgresInstanceStatus(
                                "main-3", "node-of-main-3", "Primary", "running", 7, null, null));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 MiB",
        "16777215, 0 MiB",
        "16777216, 16 MiB",
        "33554431, 16 MiB",
        "50331648, 32 MiB",
        "1073741824, 1 GiB",
        "5368709120, 4 GiB"
    })
    void lagIsToldInStepsThatAreRarelyTaken(long bytes, String text) {
        assertThat(InstanceRows.lag(bytes)).isEqualTo(text);
    }

    @Test
    void replicationIsToldWithWhoHasTheCommits() {
        SampleCluster cluster = SampleCluster.threeInstances();
        assertThat(InstanceRows.replication(cluster.read())).isEqualTo("Synchronous (main-1)");

        cluster.synchronous("main-3", "");
        assertThat(InstanceRows.replication(cluster.read())).isEqualTo("Synchronous (no replica)");

        cluster.config("{\"synchronous_mode\":\"quorum\"}")
                .synchronous("main-3", "main-1-0,main-2-0")
                .map(ClusterNames.patroniSync("main"), "quorum", "1");
        assertThat(InstanceRows.replication(cluster.read()))
                .isEqualTo("Quorum (1 of main-1, main-2)");

        cluster.config("{}");
        assertThat(InstanceRows.replication(cluster.read())).isEqualTo("Asynchronous");
    }

    private static Arguments of(String name, Consumer<SampleCluster> change, String reasons) {
        return Arguments.of(name, change, reasons);
    }
}
