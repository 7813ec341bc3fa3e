package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** A database of a cluster. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value =
                "has(self.owner) || !(self.name.replace('-', '_').startsWith('pg_') ||"
                        + " self.name.replace('-', '_') in "
                        + RoleNames.RESERVED
                        + ")",
        message =
                "set owner: the default, a role of the database's name with '-' as '_', must not "
                        + RoleNames.RESERVED_TEXT)
public record PostgresDatabase(
        /**
         * Name of the database, such as `prod-dhanman-sales`: any name of PostgreSQL's that is not
         * one of its own databases, in the case that it is written in.
         */
        @Required
                @Size(min = 1, max = 63)
                @ValidationRule(
                        value = "!(self in ['postgres', 'template0', 'template1'])",
                        message =
                                "name must not be postgres, template0 or template1, which are"
                                        + " PostgreSQL's own: use another")
                @ValidationRule(value = RoleNames.FITS, message = "name " + RoleNames.FITS_TEXT)
                String name,
        /**
         * Role that owns it, made with a password where it is not there. Several databases may have
         * the same owner. A change hands the database over. Default: a role of the database's name
         * with '-' as '_', such as `prod_dhanman_sales`.
         */
        @Size(min = 1, max = 63)
                @ValidationRule(
                        value = "!self.startsWith('pg_') && !(self in " + RoleNames.RESERVED + ")",
                        message = "owner must not " + RoleNames.RESERVED_TEXT + ": use another")
                @ValidationRule(value = RoleNames.FITS, message = "owner " + RoleNames.FITS_TEXT)
                String owner,
        /**
         * Extensions that are created in it, such as `pg_trgm` or `uuid-ossp`; one that the image
         * does not have is reported. Those taken off the list are not dropped. Default: none.
         */
        @Size(max = 50)
                @ValidationRule(
                        value = "self.all(it, it.matches('^[A-Za-z0-9_-]+$'))",
                        message =
                                "extensions must be names made of letters, digits, '_' and '-', such"
                                        + " as pg_trgm")
                List<@Size(min = 1, max = 63) String> extensions,
        /**
         * Connections that the database takes at most, of all roles together. Default: no limit but
         * max_connections.
         */
        @Min(1) @Max(10000) Integer connectionLimit,
        /**
         * `Absent` drops the database with everything in it, and its Secret. While it has sessions
         * it is kept, and the condition DatabasesReady says whose. Default: Present.
         */
        Ensure ensure) {}
