/**
 * What a database's clients notice when something breaks: faults, the clusters they strike, a
 * client that knows what was acknowledged, and the report. See docs/benchmarks.md.
 */
package com.dhanman.operator.faults;
