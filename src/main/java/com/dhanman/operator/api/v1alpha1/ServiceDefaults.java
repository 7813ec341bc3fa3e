package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What the services of an environment have in common. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServiceDefaults(
        /** What images run; see `runtime` of a DhanmanService. Default: `Container`. */
        Runtime runtime,
        /**
         * Registry and path put before images that name no registry: `common:1.4.2` becomes
         * `registry.example.com/dhanman/common:1.4.2`. Default: images are taken as they stand.
         */
        @Size(min = 1, max = 255)
                @ValidationRule(
                        value = "!self.endsWith('/') && !self.contains('://')",
                        message =
                                "registry must be a host and path without scheme and without a"
                                        + " slash at the end, such as registry.example.com/team")
                String registry,
        /** Secrets in the namespace that images are pulled with. Default: none. */
        @Size(max = 10) List<LocalReference> imagePullSecrets,
        /** Environment variables of every service. */
        @Size(max = 100) List<EnvVar> env,
        /** Secrets and ConfigMaps that every service gets as environment variables. */
        @Size(max = 50) List<EnvFromSource> envFrom,
        /**
         * Database of every service; `{service}` in its `name` stands for the service's name.
         * Example: `{cluster: main, name: "prod-dhanman-{service}"}`. Default: a database of the
         * environment's `postgres` where it has one.
         */
        ServiceDatabase database,
        /** Pods of each service. Default: 1. */
        @Min(0) @Max(500) Integer replicas,
        /** CPU and memory of each pod. Default: by runtime. */
        Resources resources,
        /** How services say that they are well. Default: by runtime. */
        HealthChecks health,
        /** Numeric user that containers run as. Default: by runtime. */
        @Min(1) @Max(2147483647) Long runAsUser,
        /** Seconds that a pod gets to stop. Default: 45. */
        @Min(6) @Max(3600) Long terminationGracePeriodSeconds) {}
