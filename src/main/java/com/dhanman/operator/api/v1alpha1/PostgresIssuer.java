package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Who issues certificates for cert-manager. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value =
                "self.?group.orValue('cert-manager.io') != 'cert-manager.io' ||"
                        + " self.?kind.orValue('Issuer') in ['Issuer', 'ClusterIssuer']",
        message = "kind must be Issuer or ClusterIssuer; others need a group of their own")
public record PostgresIssuer(
        /** Name of the issuer; one of kind Issuer is in the namespace of the cluster. */
        @Required @Size(min = 1, max = 253) String name,
        /**
         * Kind of the issuer: `Issuer`, `ClusterIssuer`, or one that `group` has. Default: Issuer.
         */
        @Size(min = 1, max = 63)
                @ValidationRule(
                        value = "self.matches('^[A-Z][A-Za-z0-9]*$')",
                        message = "kind must be a kind of object, such as ClusterIssuer")
                String kind,
        /**
         * API group of the issuer. Another than cert-manager's own is for issuers that are
         * installed beside it, such as `awspca.cert-manager.io`. Default: cert-manager.io.
         */
        @Size(min = 1, max = 253) String group) {}
