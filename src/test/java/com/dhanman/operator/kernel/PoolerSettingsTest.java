package com.dhanman.operator.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many connections a pooler has. */
class PoolerSettingsTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    @ParameterizedTest(name = "{0} with {1} databases before {2} connections")
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 1 | 95 | 20",
                "{} | 0 | 95 | 20",
                "{} | 6 | 195 | 11",
                "{instances: 4} | 6 | 195 | 5",
                "{instances: 20} | 9 | 95 | 1",
                "{poolSize: 30} | 6 | 195 | 30",
            })
    void leavesAQuarterToOthersWhereNobodySaysHowMany(
            String pooler, int databases, int clients, int expected) {
        PoolerSettings settings = settings(pooler, databases);

        assertThat(settings.poolSize(clients)).isEqualTo(expected);
        assertThat(settings.connections(clients))
                .isEqualTo(settings.instances() * (expected * Math.max(1, databases) + 2L));
    }

    private static PoolerSettings settings(String pooler, int databases) {
        String names = "{name: d},".repeat(databases) + "{name: gone, ensure: Absent}";
        return PoolerSettings.of(
                        YAML.unmarshal(
                                        "spec: {pooler: %s, databases: [%s]}"
                                                .formatted(pooler, names),
                                        PostgresCluster.class)
                                .getSpec())
                .orElseThrow();
    }
}
