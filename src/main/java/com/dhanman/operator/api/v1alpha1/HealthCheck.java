package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** An HTTP GET of the service's port that must answer with a status from 200 to 399. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HealthCheck(
        /** Path to get, such as `/health/ready`. Default: as in `health`. */
        @Size(max = 1024)
                @ValidationRule(
                        value = "self.startsWith('/')",
                        message = "path must start with '/', such as /health")
                String path,
        /** Seconds between two checks. Default: as in `health`. */
        @Min(1) @Max(300) Integer periodSeconds,
        /** Seconds after which a check without an answer has failed. Default: 3. */
        @Min(1) @Max(300) Integer timeoutSeconds,
        /** Failures in a row that count. Default: as in `health`. */
        @Min(1) @Max(1000) Integer failureThreshold) {}
