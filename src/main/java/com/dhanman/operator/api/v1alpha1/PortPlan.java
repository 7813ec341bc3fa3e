package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;

/** Numbers services instead of ports, so that environments differ by one figure. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "self.base + (has(self.offset) ? self.offset : 0) <= 65535",
        message = "base + offset must be at most 65535, the highest port")
public record PortPlan(
        /** Port before the first service's, such as 5000. */
        @Required @Min(0) @Max(65535) Integer base,
        /** Added to each port of this environment, such as 100 for QA. Default: 0. */
        @Min(0) @Max(65535) Integer offset) {}
