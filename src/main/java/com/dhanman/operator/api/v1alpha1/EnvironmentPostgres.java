package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.io.IOException;
import java.util.List;

/**
 * The PostgreSQL cluster that an environment declares: how its databases are named, and all that a
 * PostgresCluster's spec has.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonDeserialize(using = EnvironmentPostgres.Deserializer.class)
public record EnvironmentPostgres(
        /** Name of the PostgresCluster. Default: postgres. */
        @Size(min = 1, max = 40)
                @ValidationRule(
                        value = "self.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
                        message =
                                "name must be lower-case letters, digits and '-', start with a"
                                        + " letter and end with a letter or digit, such as main")
                String name,
        /**
         * Pattern of the databases' names; `{service}` stands for the service's name. Each service
         * of the environment's `services` gets one, unless it says `database: {enabled: false}`.
         * Example: `qa-dhanman-{service}`. Default: `{service}`.
         */
        @Size(min = 1, max = 63)
                @ValidationRule(
                        value = "self.contains('{service}')",
                        message =
                                "database must contain {service}, such as qa-dhanman-{service}; for"
                                        + " one database for all services set defaults.database.name")
                String database,
        /**
         * Role that owns all databases which name no owner. Example: `dhanman_user`. Default: each
         * has an owner of its own, so that no service can read another's.
         */
        @Size(min = 1, max = 63)
                @ValidationRule(
                        value = "!self.startsWith('pg_') && !(self in " + RoleNames.RESERVED + ")",
                        message = "owner must not " + RoleNames.RESERVED_TEXT + ": use another")
                @ValidationRule(value = RoleNames.FITS, message = "owner " + RoleNames.FITS_TEXT)
                String owner,
        @JsonUnwrapped PostgresClusterSpec spec) {

    /** Jackson can unwrap into a record by itself, but not under the client's own modifiers. */
    static final class Deserializer extends JsonDeserializer<EnvironmentPostgres> {
        private static final List<String> OWN = List.of("name", "database", "owner");

        @Override
        public EnvironmentPostgres deserialize(JsonParser parser, DeserializationContext context)
                throws IOException {
            ObjectNode fields = context.readValue(parser, ObjectNode.class);
            return new EnvironmentPostgres(
                    fields.path("name").textValue(),
                    fields.path("database").textValue(),
                    fields.path("owner").textValue(),
                    context.readTreeAsValue(fields.without(OWN), PostgresClusterSpec.class));
        }
    }
}
