package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;

/** A database that is there. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PostgresDatabaseStatus(
        /** Name of the database. */
        @Required String name,
        /** Role that owns it. */
        String owner,
        /** Secret to connect with. */
        String secret,
        /** Changes when what the Secret holds does: services roll then. */
        String credentials,
        /** True where the Secret leads through a pooler too. */
        Boolean pooled) {}
