package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.io.IOException;

/** A service that an environment declares: a name, and all that a DhanmanService's spec has. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonDeserialize(using = EnvironmentService.Deserializer.class)
public record EnvironmentService(
        /** Name of the service, and of its DhanmanService, Deployment and Service. */
        @Required
                @Size(min = 1, max = 50)
                @ValidationRule(
                        value = "self.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
                        message =
                                "name must be lower-case letters, digits and '-', start with a"
                                        + " letter and end with a letter or digit, such as sales")
                String name,
        @JsonUnwrapped DhanmanServiceSpec spec) {

    /** Jackson can unwrap into a record by itself, but not under the client's own modifiers. */
    static final class Deserializer extends JsonDeserializer<EnvironmentService> {
        @Override
        public EnvironmentService deserialize(JsonParser parser, DeserializationContext context)
                throws IOException {
            ObjectNode fields = context.readValue(parser, ObjectNode.class);
            String name = fields.path("name").textValue();
            return new EnvironmentService(
                    name,
                    context.readTreeAsValue(fields.without("name"), DhanmanServiceSpec.class));
        }
    }
}
