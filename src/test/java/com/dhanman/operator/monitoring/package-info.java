/** The chart's alerts and dashboards. */
package com.dhanman.operator.monitoring;
