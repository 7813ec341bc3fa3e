package com.dhanman.operator.postgres;

import com.dhanman.operator.kernel.Containers;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;

/** The container that runs Patroni, which runs PostgreSQL. */
final class PostgresContainer {
    static final String NAME = "postgres";

    /** A start may recover from a crash or clone terabytes; Patroni's loop runs all the while. */
    private static final int STARTUP_FAILURES = 300;

    private PostgresContainer() {}

    static Container of(ClusterSettings settings) {
        return new ContainerBuilder()
                .withName(NAME)
                .withImage(settings.image())
                .withEnv(
                        field("PATRONI_NAME", "metadata.name"),
                        field("PATRONI_KUBERNETES_NAMESPACE", "metadata.namespace"),
                        field("PATRONI_KUBERNETES_POD_IP", "status.podIP"),
                        address("PATRONI_POSTGRESQL_CONNECT_ADDRESS", ClusterNames.POSTGRES_PORT),
                        address("PATRONI_RESTAPI_CONNECT_ADDRESS", ClusterNames.PATRONI_PORT))
                .addNewPort()
                .withName(Endpoints.POSTGRES)
                .withContainerPort(ClusterNames.POSTGRES_PORT)
                .withProtocol("TCP")
                .endPort()
                .addNewPort()
                .withName(Endpoints.PATRONI)
                .withContainerPort(ClusterNames.PATRONI_PORT)
                .withProtocol("TCP")
                .endPort()
                .withNewResources()
                .withRequests(Containers.amounts(settings.resources().requests()))
                .withLimits(Containers.amounts(settings.resources().limits()))
                .endResources()
                .withStartupProbe(startup())
                .withLivenessProbe(liveness())
                .withReadinessProbe(readiness())
                .withSecurityContext(Containers.restricted())
                .withVolumeMounts(Mounts.of(settings))
                .build();
    }

    static EnvVar field(String name, String path) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewFieldRef()
                .withFieldPath(path)
                .endFieldRef()
                .endValueFrom()
                .build();
    }

    private static EnvVar address(String name, int port) {
        return new EnvVar(name, "$(PATRONI_KUBERNETES_POD_IP):" + port, null);
    }

    private static Probe startup() {
        return probe("/liveness")
                .withPeriodSeconds(1)
                .withTimeoutSeconds(2)
                .withFailureThreshold(STARTUP_FAILURES)
                .build();
    }

    /**
     * The only watchdog in Kubernetes: a pod whose processes hang would keep its place as primary
     * until its lock expires. It does not depend on PostgreSQL, and gets little time to end, since
     * processes that hang do not hear that they should.
     */
    private static Probe liveness() {
        return probe("/liveness")
                .withPeriodSeconds(3)
                .withTimeoutSeconds(2)
                .withFailureThreshold(2)
                .withTerminationGracePeriodSeconds(1L)
                .build();
    }

    /**
     * A replica that changes its primary is not ready for some seconds, and may be read all along.
     */
    private static Probe readiness() {
        return probe("/readiness")
                .withPeriodSeconds(2)
                .withTimeoutSeconds(2)
                .withFailureThreshold(5)
                .build();
    }

    private static ProbeBuilder probe(String path) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath(path)
                .withNewPort(Endpoints.PATRONI)
                .withScheme("HTTPS")
                .endHttpGet();
    }
}
