package com.dhanman.operator.faults;

import io.fabric8.kubernetes.client.KubernetesClient;

/** A PostgreSQL cluster that faults strike, and what its owner may ask of it. */
public interface ClusterUnderTest extends AutoCloseable {
    KubernetesClient client();

    String namespace();

    String name();

    /** Secret with what clients need to connect to the database that is written to. */
    String secret();

    Mode mode();

    /** Makes another instance the primary, and waits until that is done. */
    void switchOver();

    /** Restarts all instances, one after the other, and waits until that is done. */
    void restart();

    /** Ends it, and leaves nothing. */
    @Override
    void close();
}
