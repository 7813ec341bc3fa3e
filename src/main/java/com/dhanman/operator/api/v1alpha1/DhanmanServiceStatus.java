package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What the operator last saw of a service. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DhanmanServiceStatus(
        /** Generation of the spec that this status speaks of. */
        Long observedGeneration,
        /**
         * Fingerprint of the environment's settings that this status speaks of, if there is one.
         */
        String observedEnvironment,
        /** Pods that serve, of any version, out of the wanted ones, such as `2/3`. */
        String ready,
        /** Pods that are wanted. */
        Integer replicas,
        /** Pods that serve requests, of any version. */
        Integer readyReplicas,
        /** Image that is wanted, with its registry. */
        String image,
        /** Port that the service listens on. */
        Integer port,
        /** PostgresCluster and database that it uses, such as `postgres/qa-dhanman-sales`. */
        String database,
        /** Host name that the service answers at, where it has one. */
        String host,
        /** Address at which people reach the service, where it has a host name. */
        String url,
        /**
         * `Ready`: runs as declared. `Available`: pods serve, perhaps of an older version.
         * `ConfigValid`: the spec can be carried out. `Reconciling` is there while changes are
         * under way, `Stalled` while somebody has to do something; each message says what.
         */
        List<Condition> conditions)
        implements HasConditions {}
