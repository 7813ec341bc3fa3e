package com.dhanman.operator.postgres.patroni;

/**
 * A condition of a cluster.
 *
 * @param type of the condition
 * @param status whether it holds
 * @param reason CamelCase word
 * @param message what is the case, and what to do where that is not as it should be
 */
public record Verdict(String type, boolean status, String reason, String message) {}
