package com.dhanman.operator.postgres.patroni;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.postgres.ClusterNames;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorthALookTest {
    @Test
    void positionsThatMoveAreNot() {
        assertThat(
                        after(
                                it ->
                                        it.status("main-1", SampleCluster.replica(7, 99999999))
                                                .status(
                                                        "main-3",
                                                        SampleCluster.primary(7, 99999999))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"renewTime", "optime", "slots", "retain_slots", "failsafe"})
    void theRenewalOfTheLockIsNot(String key) {
        assertThat(after(it -> it.map(ClusterNames.patroniLeader("main"), key, "x"))).isFalse();
        assertThat(after(it -> it.map(ClusterNames.patroniLeader("main"), key, null))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "leader, leader",
        "leader, transitions",
        "leader, ttl",
        "sync, sync_standby",
        "sync, leader",
        "sync, quorum",
        "config, config",
        "config, history",
        "config, initialize",
        "failover, leader",
        "failover, member"
    })
    void whatDecidesWhoLeadsIs(String map, String key) {
        assertThat(after(it -> it.map(ClusterNames.scope("main") + "-" + map, key, "x"))).isTrue();
    }

    @Test
    void whatAMemberDoesIs() {
        List<Consumer<SampleCluster>> changes =
                List.of(
                        it -> it.status("main-1", SampleCluster.state("starting")),
                        it -> it.status("main-1", SampleCluster.replica(8, 76403456)),
                        it -> it.status("main-1", SampleCluster.primary(7, 76403456)),
                        it -> it.status("main-1", "garbled"),
                        it ->
                                it.status(
                                        "main-1",
                                        SampleCluster.pending(
                                                SampleCluster.replica(7, 76403456),
                                                "wal_level",
                                                "replica",
                                                "logical")),
                        it -> it.label("main-1", ClusterNames.PRIMARY),
                        it -> it.unready("main-1", "2026-11-21T12:00:00Z"),
                        it -> it.broken("main-1", "CrashLoopBackOff", "2026-11-21T12:00:00Z"),
                        it -> it.terminating("main-1"));

        assertThat(changes).allMatch(WorthALookTest::after);
    }

    @Test
    void otherObjectsAre() {
        var secret = new SecretBuilder().withNewMetadata().endMetadata().build();

        assertThat(WorthALook.at(secret, secret)).isTrue();
    }

    /** Whether anything of a cluster is worth a look after a change. */
    private static boolean after(Consumer<SampleCluster> change) {
        SampleCluster before = SampleCluster.threeInstances();
        SampleCluster now = SampleCluster.threeInstances();
        before.map(ClusterNames.patroniFailover("main"), "scheduled_at", "never");
        now.map(ClusterNames.patroniFailover("main"), "scheduled_at", "never");
        change.accept(now);
        return isAny(now.pods(), before.pods()) || isAny(now.maps(), before.maps());
    }

    private static boolean isAny(
            List<? extends HasMetadata> now, List<? extends HasMetadata> before) {
        for (int i = 0; i < now.size(); i++) {
            if (WorthALook.at(now.get(i), before.get(i))) {
                return true;
            }
        }
        return false;
    }
}
