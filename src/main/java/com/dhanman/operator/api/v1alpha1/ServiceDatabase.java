package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;

/** The database that a service uses. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServiceDatabase(
        /**
         * False: the service uses no database, whatever the environment says. Default: true where
         * there is a cluster.
         */
        Boolean enabled,
        /**
         * PostgresCluster in the same namespace. Default: the environment's `postgres`. Example:
         * `main`.
         */
        @Size(min = 1, max = 40) String cluster,
        /**
         * Database of that cluster, such as `prod-dhanman-sales`; `{service}` stands for the
         * service's name. Default: as the environment's `postgres.database` says, else the
         * service's name.
         */
        @Size(min = 1, max = 63) String name,
        /**
         * Connections that each pod opens at most: `Maximum Pool Size` of an `AspNet` service's
         * strings, DATABASE_POOL_SIZE of a `Container`. Default: 20. Pods times this, summed up
         * over all services, should stay below the cluster's max_connections.
         */
        @Min(1) @Max(1000) Integer maximumPoolSize,
        /**
         * True: writes go through the cluster's `pooler`, which it must have; reads go to replicas
         * as ever. In its mode `Transaction` nothing of a session outlives a transaction, such as
         * LISTEN or an advisory lock. Default: false.
         */
        Boolean pooled) {}
