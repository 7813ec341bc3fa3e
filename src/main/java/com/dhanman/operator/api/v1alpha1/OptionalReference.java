package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** An object in the same namespace that may be allowed to be absent. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OptionalReference(
        /** Name of the object. */
        @Required @Size(min = 1, max = 253) String name,
        /**
         * Whether the pod may start without it. Default: false, the pod waits and `Ready` names
         * what is missing.
         */
        Boolean optional) {}
