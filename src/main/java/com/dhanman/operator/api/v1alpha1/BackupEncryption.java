package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * Encryption by age (https://age-encryption.org) before anything leaves the pod. Runs have public
 * keys only, which are no secret and cannot read what was encrypted.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackupEncryption(
        /**
         * Public keys, up to 10; any one of their private keys can decrypt. `age-keygen` makes a
         * pair. Keep a private key where the cluster cannot take it with it when it is lost.
         * Backups from before a change need the keys of then.
         */
        @Required
                @Size(min = 1, max = 10)
                @ValidationRule(
                        value = "self.all(it, it.matches('^age1[02-9ac-hj-np-z]{58}$'))",
                        message =
                                "recipients must be public keys of age, such as age1kunwgm3a37fg692wa899ljfx4czkuxau37u45l8q3r9qzy5yuausrgzepn:"
                                        + " make a pair by age-keygen")
                List<@Size(max = 80) String> recipients,
        /**
         * Secret in the same namespace with the private key, in the key `age-identity`: one line
         * each, as age-keygen writes it. It is given to the pods of verifications and Restores
         * alone. Default: none, and then neither is possible here.
         */
        @Size(min = 1, max = 253) String identitySecret) {}
