package com.dhanman.operator.kernel;

/** Where a PostgresCluster is reached, and by what: names that other kinds need to know. */
public final class PostgresAccess {
    private PostgresAccess() {}

    /** Service of the primary. */
    public static String readWrite(String cluster) {
        return cluster + "-rw";
    }

    /** Service of the replicas. */
    public static String readOnly(String cluster) {
        return cluster + "-ro";
    }

    /** Secret of the certificate by which backups log in. */
    public static String backupSecret(String cluster) {
        return cluster + "-backup";
    }
}
