package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** One environment variable: a value, or a reference to one. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!(has(self.value) && has(self.valueFrom))",
        message = "set either value or valueFrom, not both")
public record EnvVar(
        /** Name of the variable, such as `ConnectionStrings__DefaultConnection`. */
        @Required
                @Size(min = 1, max = 253)
                @ValidationRule(
                        value = "self.matches('^[-._a-zA-Z][-._a-zA-Z0-9]*$')",
                        message =
                                "name must start with a letter, '_', '-' or '.' and contain only"
                                        + " these and digits")
                String name,
        /**
         * Plain value; `$(OTHER)` refers to a variable before it. Never put a password here: anyone
         * who may read the resource sees it; use `valueFrom.secretKeyRef`.
         */
        @Size(max = 32768) String value,
        /** Where the value comes from instead. */
        EnvVarSource valueFrom) {}
