package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Where a certificate comes from. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "has(self.issuer) != has(self.secret)",
        message =
                "set exactly one of issuer (a cert-manager ClusterIssuer) and secret (an existing"
                        + " kubernetes.io/tls Secret)")
public record Tls(
        /**
         * cert-manager ClusterIssuer that makes and renews a certificate for each host, such as
         * `letsencrypt`. The certificate is kept in the Secret `<service>-tls`.
         */
        @Size(min = 1, max = 253) String issuer,
        /**
         * Existing Secret of type kubernetes.io/tls in the same namespace. Its certificate must
         * name the host: `*.example.com` does not cover `qa.sales.example.com`.
         */
        @Size(min = 1, max = 253) String secret) {}
