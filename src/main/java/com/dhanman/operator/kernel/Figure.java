package com.dhanman.operator.kernel;

import java.util.Map;

/**
 * A figure of one resource, as metrics have it.
 *
 * @param name of the metric
 * @param help what it tells
 * @param labels of which resource, and the like
 */
public record Figure(String name, String help, Map<String, String> labels, double value) {}
