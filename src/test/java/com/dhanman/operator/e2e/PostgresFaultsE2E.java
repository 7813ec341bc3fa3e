package com.dhanman.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.faults.DeclaredCluster;
import com.dhanman.operator.faults.Fault;
import com.dhanman.operator.faults.Mode;
import com.dhanman.operator.faults.Trial;
import com.dhanman.operator.testkit.RealNodes;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A selection of the faults that `make faults-postgres` runs many times, in every mode. */
@Tag("disruptive")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresFaultsE2E {
    private final KubernetesClient client = new RealNodes().client();
    private DeclaredCluster cluster;

    @BeforeAll
    void aClusterThatMustLoseNothing() {
        cluster = DeclaredCluster.make(client, "postgres-faults", Mode.Synchronous, "{size: 1Gi}");
    }

    @AfterAll
    void tidy() {
        cluster.close();
        client.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"PodDeleted", "Killed", "NodeCut", "Switchover"})
    void nothingAcknowledgedIsLostAndAllInstancesStreamAgain(Fault fault) {
        assertThat(Trial.violations(cluster, fault)).isEmpty();
    }
}
