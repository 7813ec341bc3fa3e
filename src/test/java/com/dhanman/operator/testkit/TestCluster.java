package com.dhanman.operator.testkit;

import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.Assumptions;

/** The project's own test cluster, whose nodes and parts can be broken by its script. */
public final class TestCluster {
    private TestCluster() {}

    /** Runs a command such as `cut node1`; skips the test where the cluster is another one. */
    public static String command(KubernetesClient client, String... command) {
        Assumptions.assumeTrue(
                client.getMasterUrl().getHost().startsWith("10.13"),
                "nodes can be broken in the project's own test cluster only");
        String[] line = new String[command.length + 1];
        line[0] = "src/test/cluster/cluster";
        System.arraycopy(command, 0, line, 1, command.length);
        return Shell.run(line).strip();
    }
}
