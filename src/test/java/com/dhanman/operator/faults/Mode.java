package com.dhanman.operator.faults;

/** How a cluster under test keeps commits safe. */
public enum Mode {
    Asynchronous("{mode: Asynchronous}", false),
    Synchronous("{mode: Synchronous}", true),
    Strict("{mode: Synchronous, strict: true}", true),
    Quorum("{mode: Quorum}", true);

    private final String replication;
    private final boolean synchronous;

    Mode(String replication, boolean synchronous) {
        this.replication = replication;
        this.synchronous = synchronous;
    }

    /** The field {@code spec.replication} of a PostgresCluster. */
    String replication() {
        return replication;
    }

    /** Whether a row that was acknowledged must never be lost. */
    boolean isSynchronous() {
        return synchronous;
    }
}
