package com.dhanman.operator.postgres;

import com.dhanman.operator.api.v1alpha1.ResourceAmounts;
import com.dhanman.operator.api.v1alpha1.Resources;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The container that tells Prometheus of PostgreSQL. It reaches it by the socket, as a user of its
 * own whose role may read statistics: so it needs no password, and cannot log in as anybody else.
 * It has no probe, for a pod is ready only while all of its containers are.
 */
final class ExporterContainer {
    static final String NAME = "exporter";

    /** User that the image makes for it. */
    private static final long USER = 998;

    private static final Quantity CPU = new Quantity("25m");
    private static final Quantity MEMORY = new Quantity("32Mi");

    /** What it never reached with hundreds of databases; one that leaks ends there. */
    private static final Quantity MEMORY_LIMIT = new Quantity("128Mi");

    /** A scrape at less would take longer than Prometheus waits for. */
    private static final Quantity CPU_LIMIT = new Quantity("100m");

    private ExporterContainer() {}

    static Optional<Container> of(ClusterSettings settings) {
        return settings.monitored() ? Optional.of(container(settings)) : Optional.empty();
    }

    private static Container container(ClusterSettings settings) {
        boolean guaranteed = isGuaranteed(settings.resources());
        return new ContainerBuilder()
                .withName(NAME)
                .withImage(settings.image())
                .withCommand("run-exporter")
                // The garbage collector works harder before the limit is reached.
                .addNewEnv()
                .withName("GOMEMLIMIT")
                .withValue("48MiB")
                .endEnv()
                .addNewPort()
                .withName(Endpoints.METRICS)
                .withContainerPort(ClusterNames.METRICS_PORT)
                .withProtocol("TCP")
                .endPort()
                .withNewResources()
                .withRequests(guaranteed ? limits() : requests())
                .withLimits(guaranteed ? limits() : Map.of("memory", MEMORY_LIMIT))
                .endResources()
                .withNewSecurityContext()
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .withVolumeMounts(mounts())
                .build();
    }

    /**
     * Whether Kubernetes guarantees the pod what PostgreSQL has asked for, and ends it last for
     * want of memory. One container without limits like its requests would lose that.
     */
    private static boolean isGuaranteed(Resources resources) {
        ResourceAmounts limits = resources.limits();
        return limits.cpu() != null
                && limits.memory() != null
                && Objects.equals(limits, resources.requests());
    }

    private static Map<String, Quantity> requests() {
        return new TreeMap<>(Map.of("cpu", CPU, "memory", MEMORY));
    }

    private static Map<String, Quantity> limits() {
        return new TreeMap<>(Map.of("cpu", CPU_LIMIT, "memory", MEMORY_LIMIT));
    }

    private static List<VolumeMount> mounts() {
        return List.of(
                Mounts.mount("run", "/run/postgresql", true),
                // In place of the token by which Patroni may change pods and ConfigMaps.
                Mounts.mount("nothing", "/var/run/secrets/kubernetes.io/serviceaccount", true));
    }
}
