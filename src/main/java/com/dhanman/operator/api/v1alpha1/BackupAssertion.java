package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** What must be true of a database that was restored. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackupAssertion(
        /** Database that it is asked in. */
        @Required @Size(min = 1, max = 63) String database,
        /**
         * Query whose first value must be true. Example: `select max(created) > now() - interval '2
         * days' from invoices`.
         */
        @Required @Size(min = 1, max = 4096) String sql) {}
