package com.dhanman.operator.postgres.sql;

/**
 * A server outside of the cluster that is copied and followed.
 *
 * @param user role by which it is followed
 * @param slot name of the replication slot on it, or null
 */
public record SourceServer(String host, int port, String user, Password password, String slot) {
    /** Differs where anything differs that was said of it; tells no password. */
    public String fingerprint() {
        return String.join("\n", address(), user, password.digest(), String.valueOf(slot));
    }

    /** Such as {@code 10.8.0.1:5432}. */
    public String address() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
