package com.dhanman.operator.postgres.config;

/**
 * The connections that a service may open.
 *
 * @param owner name of the service
 * @param pods how many pods it has
 * @param connections how many each pod may open
 */
public record Pool(String owner, int pods, int connections) {
    long sum() {
        return (long) pods * connections;
    }
}
