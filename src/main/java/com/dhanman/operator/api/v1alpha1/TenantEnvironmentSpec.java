package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What an environment is made of. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value =
                "!has(self.ports) || !has(self.services) || self.services.all(s, !has(s.port) ||"
                        + " self.ports.base + (has(self.ports.offset) ? self.ports.offset : 0) + s.port"
                        + " <= 65535)",
        message =
                "ports.base + ports.offset + the service's port must be at most 65535: with a port"
                        + " plan, the port of a service is its number, such as 1")
public record TenantEnvironmentSpec(
        /**
         * What the environment is for. Services see it, `AspNet` ones as ASPNETCORE_ENVIRONMENT.
         */
        @Required Stage stage,
        /**
         * Pattern of the services' host names; `{service}` stands for the service's name. Example:
         * `qa.{service}.dhanman.com`. Default: services have no host name unless they set one.
         */
        @Size(max = 253)
                @ValidationRule(
                        value = "self.contains('{service}')",
                        message =
                                "hosts must contain {service}, such as qa.{service}.example.com:"
                                        + " otherwise all services would share one host name")
                @ValidationRule(
                        value =
                                "self.replace('{service}', 'service').matches('^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\\\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$')",
                        message =
                                "hosts must be a DNS name in lower case with {service} in it, such"
                                        + " as qa.{service}.example.com")
                String hosts,
        /**
         * Port plan: a service with number n listens on base + offset + n. Default: `port` of a
         * service is its port as it stands.
         */
        PortPlan ports,
        /** How requests from outside get in, for all services that do not say otherwise. */
        Routing routing,
        /** What services have in common; each may override it. */
        ServiceDefaults defaults,
        /**
         * PostgreSQL cluster of the environment: becomes a PostgresCluster in its namespace, with a
         * database for each service of `services`, and `max_connections` of 200 where `parameters`
         * does not set it. While it has `deletionPolicy: Retain`, which is the default, the
         * namespace stays when the environment is deleted, and with it the volumes.
         */
        EnvironmentPostgres postgres,
        /**
         * Services of the environment; each becomes a DhanmanService of that name. A service taken
         * off the list is removed. Services may also be DhanmanService objects of their own in the
         * environment's namespace: they get the same defaults. Two services of the same port are
         * refused.
         */
        @Size(max = 100) List<EnvironmentService> services) {}
