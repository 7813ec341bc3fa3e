package com.dhanman.operator.kernel;

/**
 * Something that happened to a resource, for an Event.
 *
 * @param good whether nobody has to look at it
 * @param reason CamelCase word
 */
public record News(boolean good, String reason, String message) {}
