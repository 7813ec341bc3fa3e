package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One key of a Secret or ConfigMap in the same namespace. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeyReference(
        /** Name of the Secret or ConfigMap. */
        @Required @Size(min = 1, max = 253) String name,
        /** Key within it. */
        @Required @Size(min = 1, max = 253) String key,
        /**
         * Whether the pod may start without it. Default: false, the pod waits and `Ready` names
         * what is missing.
         */
        Boolean optional) {}
