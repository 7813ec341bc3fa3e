package com.dhanman.operator.runtime;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.javaoperatorsdk.operator.Operator;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the operator on the one replica that holds the lease, and hands the lease over when it is
 * told to stop.
 *
 * <p>The SDK's own leader election keeps the lease until it expires, since it never releases it,
 * and may block the shutdown (<a
 * href="https://github.com/operator-framework/java-operator-sdk/issues/3383">issue</a>).
 */
@ApplicationScoped
class Leadership {
    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    private final KubernetesClient client;
    private final Operator operator;
    private final LeadershipConfig config;
    private final ExecutorService executor =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("leadership-", 0).factory());
    private volatile CompletableFuture<?> election;
    private volatile boolean leading;
    private volatile boolean started;
    private volatile boolean stopping;

    Leadership(KubernetesClient client, Operator operator, LeadershipConfig config) {
        this.client = client;
        this.operator = operator;
        this.config = config;
    }

    /** Whether this replica does the work. */
    boolean leads() {
        return leading;
    }

    /** Whether it has begun to; until then the operator is locked, and must not be asked. */
    boolean hasStarted() {
        return started;
    }

    /** Whether it can still become leader, or is. */
    boolean takesPart() {
        return !config.enabled() || (election != null && !election.isDone());
    }

    void start(@Observes StartupEvent event) {
        if (!config.enabled()) {
            lead();
            return;
        }
        String namespace =
                config.namespace()
                        .or(() -> Optional.ofNullable(client.getNamespace()))
                        .orElse("default");
        election =
                client.leaderElector()
                        .withConfig(
                                new LeaderElectionConfig(
                                        new LeaseLock(namespace, config.lease(), config.identity()),
                                        config.duration(),
                                        config.renewWithin(),
                                        config.retry(),
                                        new LeaderCallbacks(this::lead, this::lost, this::follow),
                                        true,
                                        config.lease()))
                        .build()
                        .start();
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        if (leading) {
            operator.stop();
            leading = false;
        }
        if (election != null) {
            election.cancel(true);
            LOG.info("Stopped; the lease is free for another replica");
        }
        executor.shutdown();
    }

    /** On a thread of its own: the elector renews the lease on the one that calls this. */
    private void lead() {
        leading = true;
        LOG.info("Leading as {}", config.identity());
        executor.execute(
                () -> {
                    try {
                        operator.start();
                        started = true;
                    } catch (RuntimeException e) {
                        if (stopping) {
                            return;
                        }
                        LOG.error(
                                "The operator could not start. Are its CRDs installed, and may it"
                                        + " list what it watches?",
                                e);
                        Runtime.getRuntime().halt(1);
                    }
                });
    }

    /** Two leaders would undo each other's work, so the process ends at once. */
    private void lost() {
        if (!stopping) {
            LOG.error("Lost the lease {}: ending, to start anew as a follower", config.lease());
            Runtime.getRuntime().halt(1);
        }
    }

    private void follow(String leader) {
        if (!leading && leader != null && !leader.isBlank()) {
            LOG.info("Following {}", leader);
        }
    }
}
