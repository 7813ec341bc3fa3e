/**
 * PostgresCluster: {@code PostgresResolver} reads the caches into {@code PostgresInputs}, {@code
 * PostgresPlan} turns these into objects (one file a kind), {@code PostgresStatusOf} tells what
 * came of it. Patroni decides who leads; nothing here ever promotes on its own.
 */
package com.dhanman.operator.postgres;
