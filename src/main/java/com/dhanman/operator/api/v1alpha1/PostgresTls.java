package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Certificates of a cluster. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!has(self.serverSecret) || !has(self.issuerRef)",
        message =
                "set serverSecret (a Secret of your own) or issuerRef (an issuer of cert-manager), not"
                        + " both")
public record PostgresTls(
        /**
         * Secret of type kubernetes.io/tls with `tls.crt`, `tls.key` and `ca.crt` for the servers,
         * made by you. It must be valid for the names of the Services, such as
         * `main-rw.dhanman-prod.svc`; while it is missing or does not fit, instances keep what they
         * have and `Ready` says why. A renewed one is taken over without a restart. Default: an
         * authority and certificates of the operator's own.
         */
        @Size(min = 1, max = 253) String serverSecret,
        /**
         * Issuer of cert-manager that the certificate of the servers is asked of, by a Certificate
         * for all names of the Services. It must tell its authority (`ca.crt`), as issuers of type
         * CA, Vault and SelfSigned do. While there is no certificate, instances keep what they have
         * and `Ready` says why. A renewed one is taken over without a restart. Default: an
         * authority and certificates of the operator's own.
         */
        PostgresIssuer issuerRef) {}
