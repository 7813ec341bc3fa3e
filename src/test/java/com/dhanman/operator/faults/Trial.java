package com.dhanman.operator.faults;

import com.dhanman.operator.postgres.ClusterNames;
import com.dhanman.operator.testkit.Awaited;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One run of a fault: rows are written, it strikes, all is well again, and what is there is
 * counted.
 */
public final class Trial {
    private static final Set<String> WAYS = Set.of("rw", "multi");
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration CALM = Duration.ofSeconds(2);

    private final ClusterUnderTest cluster;
    private final Instances instances;
    private final Duration bound;
    private final RunFolder files;
    private final List<Appender> appenders = new ArrayList<>();

    private Trial(ClusterUnderTest cluster, Duration bound, Path folder) {
        this.cluster = cluster;
        this.instances = new Instances(cluster);
        this.bound = bound;
        this.files = new RunFolder(cluster, folder);
    }

    /** Runs it once, and tells what must not have been: nothing, where all is well. */
    public static List<String> violations(ClusterUnderTest cluster, Fault fault) {
        Path folder = Path.of("target/faults-e2e", fault.label());
        return run(cluster, fault, 1, Duration.ofMinutes(4), folder).violations();
    }

    /** Runs it, and keeps what was seen in a folder. */
    static Result run(ClusterUnderTest cluster, Fault fault, int run, Duration bound, Path folder) {
        String began = Instant.now().toString();
        Trial trial = new Trial(cluster, bound, folder);
        Result.Figures figures = null;
        String trouble = null;
        try {
            figures = trial.figures(fault);
        } catch (AssertionError | RuntimeException e) {
            trouble = String.valueOf(e.getMessage());
            trial.files.trouble(e);
            trial.appenders.forEach(trial::keepLog);
        }
        Result result = new Result(fault.label(), cluster.mode(), run, began, figures, trouble);
        trial.files.result(result);
        return result;
    }

    private Result.Figures figures(Fault fault) {
        Appender.removeAll(cluster);
        Awaited.until(instances::isWhole, it -> it, bound);
        Pod primary = instances.pod(instances.primary().orElseThrow());
        Appender client = startAppenders(primary.getSpec().getNodeName());
        Scene scene = new Scene(cluster, instances, client, primary);
        try (Listing listing = listing()) {
            try {
                long whole = strike(fault, scene, client);
                Evidence evidence = evidence(client, scene.struck());
                return figures(evidence, listing, whole - scene.over());
            } finally {
                files.listing(listing);
                files.moments(scene);
                scene.end();
            }
        }
    }

    private Listing listing() {
        return Listing.watch(
                cluster.client(), cluster.namespace(), ClusterNames.readWrite(cluster.name()));
    }

    /** The client goes to a node that no fault strikes, best to one without an instance. */
    private Appender startAppenders(String primaryNode) {
        List<String> nodes =
                cluster.client().nodes().list().getItems().stream()
                        .filter(Readiness::isNodeReady)
                        .map((Node it) -> it.getMetadata().getName())
                        .toList();
        List<String> taken =
                instances.pods().stream().map(it -> it.getSpec().getNodeName()).toList();
        String quiet =
                nodes.stream()
                        .filter(it -> !taken.contains(it))
                        .findFirst()
                        .or(() -> nodes.stream().filter(it -> !it.equals(primaryNode)).findFirst())
                        .orElseThrow(() -> new IllegalStateException("only one node is ready"));
        String token = Long.toString(System.currentTimeMillis(), 36);
        Appender client = Appender.start(cluster, "client-" + token, quiet, Appender.CLIENT);
        appenders.add(client);
        for (String node : nodes) {
            String name = "witness-" + node + "-" + token;
            appenders.add(Appender.start(cluster, name, node, Appender.WITNESS));
        }
        Awaited.until(() -> client.writes(WAYS, 100), it -> it, START);
        appenders.forEach(
                it -> Awaited.until(() -> it.writes(Set.of("rw"), 10), written -> written, START));
        return client;
    }

    /** Gives the moment at which all was well again. */
    private long strike(Fault fault, Scene scene, Appender client) {
        fault.inflict(scene);
        Awaited.until(() -> client.writes(WAYS, 1) && instances.isWhole(), it -> it, bound);
        long whole = System.currentTimeMillis();
        Scene.hold(CALM);
        return whole;
    }

    private Evidence evidence(Appender client, long struck) {
        appenders.forEach(Appender::finish);
        appenders.forEach(it -> Awaited.until(it::hasEnded, ended -> ended, bound));
        List<Summary> seen =
                appenders.stream().filter(it -> it != client).map(this::summary).toList();
        Evidence evidence = new Evidence(summary(client), seen, struck);
        if (!evidence.isVerified()) {
            throw new IllegalStateException("the rows could not be read back");
        }
        return evidence;
    }

    private Summary summary(Appender appender) {
        String log = appender.log();
        files.log(appender.name(), log);
        return Summary.in(log)
                .orElseThrow(() -> new IllegalStateException(appender.name() + " tells no end"));
    }

    private void keepLog(Appender appender) {
        try {
            files.log(appender.name(), appender.log());
        } catch (KubernetesClientException e) {
            files.log(appender.name(), "none: " + e.getMessage());
        }
    }

    private static Result.Figures figures(Evidence evidence, Listing listing, long streaming) {
        Optional<Long> alone = evidence.lastPrimary().flatMap(listing::alone);
        Optional<Long> after =
                evidence.succession().flatMap(since -> alone.map(it -> Math.max(0, it - since)));
        return new Result.Figures(
                evidence.outage("rw"),
                evidence.outage("multi"),
                evidence.acked(),
                evidence.lost(),
                evidence.twice(),
                evidence.phantom(),
                evidence.twoPrimariesThroughServices(),
                evidence.twoPrimaries(),
                listing.several(System.currentTimeMillis()),
                after.orElse(null),
                streaming);
    }
}
