package com.dhanman.operator.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.postgres.patroni.ClusterState;
import com.dhanman.operator.postgres.patroni.Verdict;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskPressureTest {
    private static final String SHARED = "storage: {size: 10Gi}";
    private static final String APART = "storage: {size: 10Gi, wal: {size: 2Gi}}";

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "no json"})
    void saysNothingOfVolumesThatHaveSpace(String told) {
        assertThat(verdict(SHARED, told))
                .satisfies(
                        it -> {
                            assertThat(it.status()).isFalse();
                            assertThat(it.reason()).isEqualTo("EnoughSpace");
                        });
    }

    @Test
    void namesWhatFillsAndTheFieldThatHelps() {
        Verdict verdict = verdict(SHARED, "", "{\"data\": 90}");

        assertThat(verdict.status()).isTrue();
        assertThat(verdict.reason()).isEqualTo("VolumeFilling");
        assertThat(verdict.message())
                .startsWith("main-2: data 90 %.")
                .contains("Raise spec.storage.size (10Gi)");
    }

    @Test
    void namesTheLogsOwnVolume() {
        assertThat(verdict(APART, "{\"wal\": 85}").message())
                .startsWith("main-1: wal 85 %.")
                .contains("Raise spec.storage.wal.size (2Gi);");
    }

    @Test
    void aFullVolumeStopsPostgres() {
        Verdict verdict = verdict(APART, "{\"data\": 98, \"wal\": 85}", "{\"wal\": 90}");

        assertThat(verdict.reason()).isEqualTo("VolumeFull");
        assertThat(verdict.message())
                .contains("main-1: data 98 %, wal 85 %, main-2: wal 90 %")
                .contains("PostgreSQL cannot write")
                .contains("Raise spec.storage.size (10Gi) and spec.storage.wal.size (2Gi)");
    }

    /** What pods of the instances tell of their volumes. */
    private static Verdict verdict(String spec, String... told) {
        PostgresCluster cluster =
                Serialization.unmarshal(
                        """
                        apiVersion: platform.dhanman.com/v1alpha1
                        kind: PostgresCluster
                        metadata: {name: main, namespace: dhanman-prod}
                        spec: {%s}
                        """
                                .formatted(spec),
                        PostgresCluster.class);
        List<Pod> pods =
                Stream.iterate(1, it -> it <= told.length, it -> it + 1)
                        .map(number -> pod("main-" + number, told[number - 1]))
                        .toList();
        return DiskPressure.of(
                ClusterSettings.of(cluster, "postgres:18"),
                ClusterState.of("main", pods, List.of()));
    }

    private static Pod pod(String instance, String told) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(ClusterNames.pod(instance))
                .addToLabels(ClusterNames.CLUSTER_LABEL, "main")
                .addToLabels(ClusterNames.INSTANCE_LABEL, instance)
                .addToAnnotations("platform.dhanman.com/volumes-filled", told)
                .endMetadata()
                .withNewStatus()
                .endStatus()
                .build();
    }
}
