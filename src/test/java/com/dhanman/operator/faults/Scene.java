package com.dhanman.operator.faults;

import com.dhanman.operator.testkit.Awaited;
import com.dhanman.operator.testkit.TestCluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Where a fault strikes: the cluster as it was found, and what is done to it. */
final class Scene {
    private final ClusterUnderTest cluster;
    private final Instances instances;
    private final Appender client;
    private final Pod primary;
    private final List<Runnable> afterwards = new ArrayList<>();
    private long struck;
    private long over;

    Scene(ClusterUnderTest cluster, Instances instances, Appender client, Pod primary) {
        this.cluster = cluster;
        this.instances = instances;
        this.client = client;
        this.primary = primary;
    }

    ClusterUnderTest cluster() {
        return cluster;
    }

    /** The primary before the fault. */
    Pod primary() {
        return primary;
    }

    String primaryName() {
        return primary.getMetadata().getName();
    }

    String primaryNode() {
        return primary.getSpec().getNodeName();
    }

    /** The fault begins now, and is over at once unless {@link #isOver()} says so later. */
    void strikes() {
        struck = System.currentTimeMillis();
        over = struck;
    }

    /** The fault ends now. */
    void isOver() {
        over = System.currentTimeMillis();
    }

    /** Something breaks now, lasts, and is mended: also where something goes wrong meanwhile. */
    void breaks(Runnable action, Runnable lasting, Runnable mending) {
        strikes();
        try {
            action.run();
            lasting.run();
        } finally {
            mending.run();
            isOver();
        }
    }

    long struck() {
        return struck;
    }

    long over() {
        return over;
    }

    /** To be done when all is well again, or never will be. */
    void afterwards(Runnable action) {
        afterwards.add(action);
    }

    void end() {
        afterwards.forEach(Runnable::run);
        afterwards.clear();
    }

    /** Runs a shell's line in the pod that was the primary. */
    void runInPrimary(String line) {
        instances.run(primaryName(), line);
    }

    /** Deletes a pod as one does who believes that its node is gone. */
    void deleteByForce(String pod) {
        cluster.client()
                .pods()
                .inNamespace(cluster.namespace())
                .withName(pod)
                .withGracePeriod(0)
                .delete();
    }

    /** Waits until another pod leads, which may be the next one of the same name, and names it. */
    String awaitSuccessor(Duration atMost) {
        return Awaited.until(
                        () -> instances.primary().map(instances::pod),
                        it -> it.isPresent() && leads(it.get()),
                        atMost)
                .orElseThrow()
                .getMetadata()
                .getName();
    }

    private boolean leads(Pod pod) {
        boolean isAnother = !pod.getMetadata().getUid().equals(primary.getMetadata().getUid());
        return isAnother
                && (!pod.getMetadata().getName().equals(primaryName())
                        || Readiness.isPodReady(pod));
    }

    /** Fails when the primary is another one than before, or one that was started anew. */
    void stillLeads() {
        String leader = instances.primary().orElse("nobody");
        Pod now = instances.pod(primaryName());
        if (!leader.equals(primaryName()) || starts(now) != starts(primary)) {
            throw new AssertionError(
                    "%s leads, which was started %d times; before it was %s, started %d times"
                            .formatted(leader, starts(now), primaryName(), starts(primary)));
        }
    }

    private static int starts(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .mapToInt(it -> it.getRestartCount() + 1)
                .sum();
    }

    /** Waits until another instance acknowledges rows through the Service, or for so long. */
    void awaitOtherWriter(Duration atMost) {
        String before = primary.getStatus().getPodIP();
        try {
            Awaited.until(
                    () -> client.server("rw"), it -> !it.isEmpty() && !it.equals(before), atMost);
        } catch (AssertionError e) {
            // The fault ends nevertheless; what came of it is judged later.
        }
    }

    /** Lets the fault last. */
    static void hold(Duration time) {
        try {
            if (new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody counts down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A command of the test cluster's script. */
    void nodes(String... command) {
        TestCluster.command(cluster.client(), command);
    }
}
