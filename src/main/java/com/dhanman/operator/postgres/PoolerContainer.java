package com.dhanman.operator.postgres;

import com.dhanman.operator.kernel.Containers;
import com.dhanman.operator.kernel.PoolerSettings;
import com.dhanman.operator.postgres.credentials.ConnectionStrings;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.List;

/** The container that runs PgBouncer, and what it finds where. */
final class PoolerContainer {
    static final String NAME = "pgbouncer";

    /** Of the console, by which PgBouncer is asked how it is, and of what the pod writes itself. */
    static final String RUN = "/run/pgbouncer";

    /** The servers' certificate, by which clients know the pooler as well. */
    static final String SERVER_TLS = "/etc/pgbouncer/server-tls";

    /**
     * The certificate by which the pooler logs in, and the authorities by which it knows servers.
     */
    static final String CLIENT_TLS = "/etc/pgbouncer/client-tls";

    private static final String CONFIGURATION = "/etc/pgbouncer/configuration";

    /**
     * How long it waits for clients to leave when it is to end: those that take the Secret's
     * strings for Npgsql have all left by then, at a moment of their own.
     */
    private static final int DRAIN_SECONDS = ConnectionStrings.POOLED_LIFE_SECONDS + 15;

    /** After that, clients that stayed may end what they are at. */
    static final long STOP_SECONDS = DRAIN_SECONDS + 45;

    private PoolerContainer() {}

    static Container of(ClusterSettings settings, PoolerSettings pooler) {
        return new ContainerBuilder()
                .withName(NAME)
                .withImage(settings.image())
                .withCommand("tini", "run-pgbouncer")
                .withEnv(variables(settings))
                .addNewPort()
                .withName(Endpoints.POSTGRES)
                .withContainerPort(ClusterNames.POSTGRES_PORT)
                .withProtocol("TCP")
                .endPort()
                .withNewResources()
                .withRequests(Containers.amounts(pooler.resources().requests()))
                .withLimits(Containers.amounts(pooler.resources().limits()))
                .endResources()
                .withReadinessProbe(readiness())
                .withLivenessProbe(liveness())
                .withSecurityContext(Containers.restricted())
                .withVolumeMounts(
                        mount("configuration", CONFIGURATION, true),
                        mount("server-tls", SERVER_TLS, true),
                        mount("client-tls", CLIENT_TLS, true),
                        mount("run", RUN, null))
                .build();
    }

    private static List<EnvVar> variables(ClusterSettings settings) {
        return List.of(
                PostgresContainer.field("POD_IP", "status.podIP"),
                new EnvVar("PEERS", ClusterNames.poolerPods(settings.name()), null),
                new EnvVar("DRAIN_SECONDS", Integer.toString(DRAIN_SECONDS), null));
    }

    private static Probe readiness() {
        return new ProbeBuilder()
                .withNewTcpSocket()
                .withNewPort(Endpoints.POSTGRES)
                .endTcpSocket()
                .withPeriodSeconds(2)
                .build();
    }

    /** The kernel accepts connections for a program that hangs, so this one is asked something. */
    private static Probe liveness() {
        return new ProbeBuilder()
                .withNewExec()
                .withCommand("pg_isready", "-q", "-h", RUN, "-U", NAME, "-d", NAME, "-t", "5")
                .endExec()
                .withPeriodSeconds(20)
                .withTimeoutSeconds(10)
                .withFailureThreshold(3)
                .build();
    }

    static List<Volume> volumes(ClusterSettings settings) {
        String name = ClusterNames.pooler(settings.name());
        return List.of(
                new VolumeBuilder()
                        .withName("configuration")
                        .withNewConfigMap()
                        .withName(name)
                        .endConfigMap()
                        .build(),
                secret("server-tls", settings.serverSecret()),
                secret("client-tls", name),
                new VolumeBuilder().withName("run").withNewEmptyDir().endEmptyDir().build());
    }

    private static Volume secret(String name, String secret) {
        return new VolumeBuilder()
                .withName(name)
                .withNewSecret()
                .withSecretName(secret)
                .withDefaultMode(Mounts.SECRET_MODE)
                .endSecret()
                .build();
    }

    private static VolumeMount mount(String name, String path, Boolean readOnly) {
        return new VolumeMountBuilder()
                .withName(name)
                .withMountPath(path)
                .withReadOnly(readOnly)
                .build();
    }
}
