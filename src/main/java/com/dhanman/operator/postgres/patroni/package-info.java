/**
 * Patroni as the operator sees it: what its ConfigMaps and pods tell of a cluster ({@link
 * com.dhanman.operator.postgres.patroni.ClusterState}), and its REST API ({@link
 * com.dhanman.operator.postgres.patroni.PatroniApi}).
 */
package com.dhanman.operator.postgres.patroni;
