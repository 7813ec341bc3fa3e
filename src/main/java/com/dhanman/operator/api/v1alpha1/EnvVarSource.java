package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.ValidationRule;

/** Source of an environment variable's value. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "has(self.secretKeyRef) != has(self.configMapKeyRef)",
        message = "set exactly one of secretKeyRef and configMapKeyRef")
public record EnvVarSource(
        /** Key of a Secret in the same namespace. */
        KeyReference secretKeyRef,
        /** Key of a ConfigMap in the same namespace. */
        KeyReference configMapKeyRef) {}
