package com.dhanman.operator.faults;

import com.dhanman.operator.testkit.Awaited;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;

/**
 * A client that writes all the time, through the Service and by the connection string of several
 * hosts, for tests that do something to a cluster meanwhile.
 */
public final class Writing implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Set<String> WAYS = Set.of("rw", "multi");

    private final ClusterUnderTest cluster;
    private final Appender appender;

    private Writing(ClusterUnderTest cluster, Appender appender) {
        this.cluster = cluster;
        this.appender = appender;
    }

    /**
     * What came of it.
     *
     * @param acknowledged rows of which the client was told that they are there
     * @param lost those of them that were not there in the end
     * @param pause the longest time without a row through the Service, in milliseconds
     */
    public record Outcome(int acknowledged, int lost, long pause) {}

    /** Begins to write into the first database of a cluster named `main`. */
    public static Writing begin(KubernetesClient client, String namespace) {
        ClusterUnderTest cluster = new GivenCluster(client, namespace + "/main", Mode.Synchronous);
        String node =
                client.nodes().list().getItems().stream()
                        .filter(Readiness::isNodeReady)
                        .map(it -> it.getMetadata().getName())
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
        Appender appender = Appender.start(cluster, "client", node, Appender.CLIENT);
        Writing writing = new Writing(cluster, appender);
        writing.awaitRows();
        return writing;
    }

    /** Waits until rows are acknowledged in all ways. */
    public void awaitRows() {
        Awaited.until(() -> appender.writes(WAYS, 1), it -> it, PATIENCE);
    }

    /** Ends it, and counts what is there. */
    public Outcome end() {
        awaitRows();
        appender.finish();
        Awaited.until(appender::hasEnded, it -> it, PATIENCE);
        Summary summary = Summary.in(appender.log()).orElseThrow();
        if (!summary.verified()) {
            throw new IllegalStateException("the rows could not be read back");
        }
        return new Outcome(
                summary.acked(),
                summary.lost(),
                summary.streams().stream()
                        .filter(it -> it.name().equals("rw"))
                        .flatMap(it -> it.gaps().stream())
                        .mapToLong(it -> it.to() - it.from())
                        .max()
                        .orElse(0));
    }

    @Override
    public void close() {
        Appender.removeAll(cluster);
    }
}
