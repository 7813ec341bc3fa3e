package com.dhanman.operator.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.postgres.patroni.Verdict;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VolumeSizesTest {
    private final ClusterSettings two = settings("{size: 2Gi}");

    @Test
    void volumesThatHaveTheirSizeAreReady() {
        assertThat(verdict(claim("main-1-data", "2Gi", "")).status()).isTrue();
        assertThat(verdict(claim("main-1-data", "2048Mi", "")).status()).isTrue();
        assertThat(verdict(claim("main-1-data", "3Gi", "")).status()).isTrue();
    }

    @Test
    void whatIsNotMadeYetIsNotTooSmall() {
        assertThat(VolumeSizes.verdict(two, List.of()).status()).isTrue();
        assertThat(verdict(claim("main-1-data", null, "")).status()).isTrue();
    }

    @Test
    void volumesThatGrowAreNamed() {
        Verdict verdict =
                VolumeSizes.verdict(
                        two,
                        List.of(
                                claim("main-2-data", "1Gi", "disk is offline"),
                                claim("main-1-data", "1Gi", ""),
                                claim("main-9-data", "1Gi", "")));

        assertThat(verdict.status()).isFalse();
        assertThat(verdict.message())
                .isEqualTo(
                        "main-1-data has 1Gi and is to have 2Gi; main-2-data has 1Gi and is to have"
                                + " 2Gi (disk is offline). If it stays so, see kubectl describe pvc.");
    }

    @Test
    void aVolumeIsNotMadeSmaller() {
        List<Finding> findings =
                Volumes.findings(
                        settings("{size: 2Gi, wal: {size: 1Gi}}"),
                        Map.of(
                                "main-1-data", new Quantity("2Gi"),
                                "main-2-wal", new Quantity("4Gi"),
                                "main-9-data", new Quantity("9Gi")));

        assertThat(findings)
                .extracting(Finding::text)
                .containsExactly(
                        "spec.storage.wal.size: the volume main-2-wal has 4Gi, and volumes cannot"
                                + " shrink. Write 4Gi or more, or make a new cluster and move the"
                                + " databases.");
    }

    @Test
    void aGrowthThatWasRefusedCanBeUndone() {
        assertThat(Volumes.findings(two, Map.of("main-1-data", new Quantity("2Gi")))).isEmpty();
        assertThat(Volumes.findings(two, Map.of("main-1-data", new Quantity("1Gi")))).isEmpty();
    }

    private Verdict verdict(PersistentVolumeClaim claim) {
        return VolumeSizes.verdict(two, List.of(claim));
    }

    private static ClusterSettings settings(String storage) {
        return ClusterSettings.of(
                Serialization.unmarshal(
                        "metadata: {name: main, namespace: databases}\nspec: {storage: %s}"
                                .formatted(storage),
                        PostgresCluster.class),
                "image");
    }

    private static PersistentVolumeClaim claim(String name, String capacity, String trouble) {
        String conditions =
                trouble.isEmpty()
                        ? "[]"
                        : "[{type: ControllerResizeError, message: %s}]".formatted(trouble);
        return Serialization.unmarshal(
                "metadata: {name: %s}\nspec: {}\nstatus: {capacity: %s, conditions: %s}"
                        .formatted(
                                name,
                                capacity == null ? "{}" : "{storage: " + capacity + "}",
                                conditions),
                PersistentVolumeClaim.class);
    }
}
