package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What a service is: its image, how it is run, and how it is reached. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DhanmanServiceSpec(
        /**
         * What the image runs, which decides presets. `AspNet` sets ASPNETCORE_ENVIRONMENT from the
         * environment's stage, ASPNETCORE_HTTP_PORTS from `port`, trusts forwarded headers, turns
         * telemetry off, checks health at /health/startup, /health/ready and /health, and limits
         * the service to 2 CPUs and 2Gi. `Container` presets nothing but a TCP check of `port`.
         * Default: the environment's `defaults.runtime`, else `Container`.
         */
        Runtime runtime,
        /**
         * Container image. A name without a registry, such as `common:1.4.2`, is looked up in the
         * environment's `defaults.registry`; one with a registry is taken as it stands. Use a
         * version tag or a digest: `latest` cannot be rolled back. Example:
         * `registry.example.com/dhanman/common:1.4.2`. An image that cannot be pulled leaves the
         * old pods serving, and `Ready` says why.
         */
        @Required
                @Size(min = 1, max = 512)
                @ValidationRule(
                        value =
                                "self.matches('^[a-zA-Z0-9][a-zA-Z0-9._:/-]*(@sha256:[a-f0-9]{64})?$')",
                        message =
                                "image must be a container image reference such as"
                                        + " registry.example.com/team/app:1.4.2")
                String image,
        /**
         * Secrets of type kubernetes.io/dockerconfigjson in the same namespace, used to pull the
         * image. Default: the environment's `defaults.imagePullSecrets`.
         */
        @Size(max = 10) List<LocalReference> imagePullSecrets,
        /**
         * Program to start instead of the image's entry point, one list item an argument, no shell.
         * Example: `["dotnet", "Dhanman.Sales.dll"]`. Default: the image's own.
         */
        @Size(max = 100) List<@Size(max = 4096) String> command,
        /**
         * Arguments of the program, one list item each. Default: the image's own. An address to
         * listen on must not be `localhost`: nothing outside the container would reach it.
         */
        @Size(max = 100) List<@Size(max = 4096) String> args,
        /**
         * TCP port that the service listens on, and the port of its Service. In a
         * TenantEnvironment's `services` with a port plan it is the service's number in the plan
         * instead: number 1 of base 5000 and offset 100 is port 5101. Default: 8080.
         */
        @Min(1) @Max(65535) Integer port,
        /**
         * Environment variables. They win over `envFrom`, over presets and over the environment's
         * `defaults.env` of the same name.
         */
        @Size(max = 100) List<EnvVar> env,
        /**
         * Secrets and ConfigMaps whose keys all become environment variables; later ones win. Added
         * after the environment's `defaults.envFrom`.
         */
        @Size(max = 50) List<EnvFromSource> envFrom,
        /**
         * Database that the service uses. An `AspNet` service gets it as
         * ConnectionStrings__DefaultConnection, ConnectionStrings__WriteConnection and
         * ConnectionStrings__ReadConnection, a `Container` as DATABASE_URL, DATABASE_URL_RO and
         * PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD; `env` wins over these. It starts when the
         * database is there, and is rolled when its password or certificate authority changes.
         * Default: the environment's `defaults.database`, else a database of the environment's
         * `postgres`, else none.
         */
        ServiceDatabase database,
        /**
         * Number of pods. Default: the environment's `defaults.replicas`, else 1. 0 stops the
         * service and keeps everything else.
         */
        @Min(0) @Max(500) Integer replicas,
        /**
         * CPU and memory that are reserved (`requests`) and allowed at most (`limits`). Each amount
         * that is absent comes from the environment's `defaults.resources`, else from the runtime.
         */
        Resources resources,
        /** How the service says that it has started, is ready for requests, and is alive. */
        HealthChecks health,
        /**
         * Host name under which the service is reached from outside. Default: the environment's
         * `hosts` pattern; without either there is no Ingress. Example: `sales.dhanman.com`.
         */
        @Size(max = 253)
                @ValidationRule(
                        value =
                                "self.matches('^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\\\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$')",
                        message =
                                "host must be a full DNS name in lower case such as"
                                        + " sales.example.com")
                String host,
        /** How requests from outside get in. Default: the environment's `routing`. */
        Routing routing,
        /**
         * Numeric user that the container runs as; root is not allowed. Default: the environment's
         * `defaults.runAsUser`, else 1654 for `AspNet` (the user `app` of Microsoft's images) and
         * the image's own user for `Container`.
         */
        @Min(1) @Max(2147483647) Long runAsUser,
        /**
         * Seconds that a pod gets to stop after it was told to, the 5 in which the gateway stops
         * sending to it included. Default: the environment's, else 45.
         */
        @Min(6) @Max(3600) Long terminationGracePeriodSeconds,
        /**
         * Sentence that tells people what the service is for; kept as an annotation of its
         * Deployment.
         */
        @Size(max = 256) @Pattern("^[^\\n\\r]*$") String description) {}
