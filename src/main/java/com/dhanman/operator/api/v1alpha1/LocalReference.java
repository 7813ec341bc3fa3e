package com.dhanman.operator.api.v1alpha1;

import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** An object in the same namespace, by name. */
public record LocalReference(
        /** Name of the object. */
        @Required @Size(min = 1, max = 253) String name) {}
