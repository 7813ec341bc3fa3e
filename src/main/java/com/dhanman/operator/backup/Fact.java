package com.dhanman.operator.backup;

/**
 * One condition.
 *
 * @param text what is so, and what to do where it should not be
 */
record Fact(String type, boolean status, String reason, String text) {}
