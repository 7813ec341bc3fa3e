package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A service that an environment declares: a name, and all that a DhanmanService's spec has. */
@JsonInclude(JsonInclude.Include.NON_NULL)
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
        @JsonUnwrapped DhanmanServiceSpec spec) {}
