package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Size;

/** Certificates of a cluster. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PostgresTls(
        /**
         * Secret of type kubernetes.io/tls with `tls.crt`, `tls.key` and `ca.crt` for the servers,
         * made by you or by cert-manager. It must be valid for the names of the Services, such as
         * `main-rw.dhanman-prod.svc`; while it is missing or does not fit, instances keep what they
         * have and `Ready` says why. A renewed one is taken over without a restart. Default: an
         * authority and certificates of the operator's own.
         */
        @Size(min = 1, max = 253) String serverSecret) {}
