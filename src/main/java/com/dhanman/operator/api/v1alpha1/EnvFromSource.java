package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A Secret or ConfigMap whose keys all become environment variables. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "has(self.secretRef) != has(self.configMapRef)",
        message = "set exactly one of secretRef and configMapRef")
public record EnvFromSource(
        /** Secret in the same namespace. */
        OptionalReference secretRef,
        /** ConfigMap in the same namespace. */
        OptionalReference configMapRef,
        /** Put before the name of each variable. Default: nothing. */
        @Size(max = 253) String prefix) {}
