package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Size;

/** How requests from outside get in. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Routing(
        /**
         * IngressClass of the gateway that serves the host, such as `traefik`. Default: the
         * environment's, else the cluster's default class.
         */
        @Size(min = 1, max = 253) String className,
        /** Certificate of the host. Default: the environment's, else the gateway's own. */
        Tls tls) {}
