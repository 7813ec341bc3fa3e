package com.dhanman.operator.postgres;

import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;

/** What an instance's container finds where, since its own root cannot be written. */
final class Mounts {
    /** Root owns the files and the group reads them: more, and PostgreSQL refuses the keys. */
    static final int SECRET_MODE = 0440;

    private Mounts() {}

    static List<VolumeMount> of(ClusterSettings settings) {
        List<VolumeMount> mounts = new ArrayList<>();
        mounts.add(mount("data", "/var/lib/postgresql", false));
        if (settings.storage().wal() != null) {
            mounts.add(mount("wal", "/var/lib/postgresql-wal", false));
        }
        mounts.add(mount("patroni", "/etc/patroni", true));
        mounts.add(mount("tls", "/etc/postgresql/tls", true));
        mounts.add(mount("client-tls", "/etc/postgresql/client-tls", true));
        mounts.add(mount("run", "/run/postgresql", false));
        mounts.add(mount("tmp", "/tmp", false));
        mounts.add(mount("shm", "/dev/shm", false));
        return mounts;
    }

    static List<Volume> volumes(ClusterSettings settings, String instance) {
        List<Volume> volumes = new ArrayList<>();
        volumes.add(claim("data", ClusterNames.dataVolume(instance)));
        if (settings.storage().wal() != null) {
            volumes.add(claim("wal", ClusterNames.walVolume(instance)));
        }
        volumes.add(
                new VolumeBuilder()
                        .withName("patroni")
                        .withNewConfigMap()
                        .withName(ClusterNames.scope(settings.name()))
                        .endConfigMap()
                        .build());
        volumes.add(secret("tls", settings.serverSecret()));
        volumes.add(secret("client-tls", ClusterNames.replicationSecret(settings.name())));
        volumes.add(scratch("run", null));
        volumes.add(scratch("tmp", null));
        // PostgreSQL's parallel queries share memory by it; a container's own is 64 MB.
        volumes.add(scratch("shm", "Memory"));
        if (settings.monitored()) {
            volumes.add(scratch("nothing", null));
        }
        return volumes;
    }

    static VolumeMount mount(String name, String path, boolean readOnly) {
        return new VolumeMountBuilder()
                .withName(name)
                .withMountPath(path)
                .withReadOnly(readOnly ? true : null)
                .build();
    }

    private static Volume claim(String name, String claim) {
        return new VolumeBuilder()
                .withName(name)
                .withNewPersistentVolumeClaim()
                .withClaimName(claim)
                .endPersistentVolumeClaim()
                .build();
    }

    private static Volume secret(String name, String secret) {
        return new VolumeBuilder()
                .withName(name)
                .withNewSecret()
                .withSecretName(secret)
                .withDefaultMode(SECRET_MODE)
                .endSecret()
                .build();
    }

    private static Volume scratch(String name, String medium) {
        return new VolumeBuilder()
                .withName(name)
                .withNewEmptyDir()
                .withMedium(medium)
                .endEmptyDir()
                .build();
    }
}
