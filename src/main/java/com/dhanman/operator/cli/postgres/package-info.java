/**
 * Operations on a PostgresCluster: each writes into the resource what one could write by hand, and
 * waits for what the operator says of it.
 */
package com.dhanman.operator.cli.postgres;
