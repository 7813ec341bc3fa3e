package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What the operator last saw of an environment. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TenantEnvironmentStatus(
        /** Generation of the spec that this status speaks of. */
        Long observedGeneration,
        /** Namespace that holds the environment. */
        String namespace,
        /** Services that are ready out of all in the namespace, such as `6/6`. */
        String services,
        /** Instances of PostgreSQL that serve out of the wanted ones, such as `3/3`. */
        String postgres,
        /**
         * `Ready`: all of it runs as declared. `NamespaceReady`, `PostgresReady` and
         * `ServicesReady`: the parts. `ConfigValid`: the spec can be carried out. `Reconciling` is
         * there while changes are under way, `Stalled` while somebody has to do something; each
         * message says what.
         */
        List<Condition> conditions)
        implements HasConditions {}
