package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What the operator last saw of a cluster. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PostgresClusterStatus(
        /** Generation of the spec that this status speaks of. */
        Long observedGeneration,
        /** Major version of PostgreSQL. */
        Integer version,
        /** Image of the instances. */
        String image,
        /** Instances that serve out of the wanted ones, such as `3/3`. */
        String ready,
        /** Name of the instance that is the primary; none while it follows a server outside. */
        String primary,
        /** Timeline of the primary: it grows with each failover and switchover. */
        Integer timeline,
        /** How commits are kept safe, such as `Synchronous (main-2)`. */
        String replication,
        /** Each instance as it was last seen. */
        List<PostgresInstanceStatus> instances,
        /** Each database that is there, with the Secret to connect with. */
        List<PostgresDatabaseStatus> databases,
        /** Outcome of each operation that was asked for by an annotation. */
        List<PostgresOperationStatus> operations,
        /** The server outside of the cluster that it follows, or was promoted from. */
        PostgresSourceStatus source,
        /**
         * When the first of the certificates in use ends. The operator's own are replaced when a
         * third of their time is left; one that `tls.serverSecret` brings is yours to renew.
         */
        String certificatesEnd,
        /**
         * `Ready`: all instances serve as declared. `PrimaryReady`: the primary takes writes.
         * `ReplicasStreaming`: all replicas follow it. `SyncDegraded`: commits are not replicated
         * as wanted. `DatabasesReady`: databases and roles are as declared. `ConfigApplied`: no
         * setting waits for a restart. `DiskPressure`: a volume is filling. Each message says what
         * to do.
         */
        List<Condition> conditions)
        implements HasConditions {}
