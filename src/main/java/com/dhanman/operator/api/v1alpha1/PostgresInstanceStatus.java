package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import java.util.List;

/** One instance of a cluster as it was last seen. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PostgresInstanceStatus(
        /** Name of the instance, such as `main-1`. */
        @Required String name,
        /** Node that it runs on. */
        String node,
        /** Primary, Replica, StandbyLeader, Fenced or Stopped. */
        String role,
        /** What it does, in Patroni's words, such as `running` or `streaming`. */
        String state,
        /** Timeline that it is on. */
        Integer timeline,
        /** How far behind the primary it was when that last changed much, such as `0 MiB`. */
        String lag,
        /** Settings that wait for its restart. */
        List<String> pendingRestart) {}
