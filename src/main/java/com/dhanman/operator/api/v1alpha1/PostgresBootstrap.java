package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;

/** What a cluster begins with. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PostgresBootstrap(
        /**
         * A PostgreSQL server outside of the cluster, such as the one on the VPS: this cluster
         * copies it, follows it, and takes over when `promote` is set. The server must have the
         * same major version, let in `user` for replication by its pg_hba.conf, and run with
         * `wal_level` replica or logical; what it lacks is reported with a remedy, and nothing is
         * copied until then.
         */
        @Required PostgresSource standbyOf) {}
