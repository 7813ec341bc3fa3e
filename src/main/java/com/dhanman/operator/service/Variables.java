package com.dhanman.operator.service;

import com.dhanman.operator.api.v1alpha1.EnvFromSource;
import com.dhanman.operator.api.v1alpha1.EnvVar;
import com.dhanman.operator.api.v1alpha1.KeyReference;
import io.fabric8.kubernetes.api.model.ConfigMapEnvSource;
import io.fabric8.kubernetes.api.model.ConfigMapKeySelector;
import io.fabric8.kubernetes.api.model.EnvFromSourceBuilder;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.SecretEnvSource;
import io.fabric8.kubernetes.api.model.SecretKeySelector;

/** Environment variables in Kubernetes' own types. */
final class Variables {
    private Variables() {}

    static io.fabric8.kubernetes.api.model.EnvVar of(EnvVar variable) {
        EnvVarBuilder builder =
                new EnvVarBuilder().withName(variable.name()).withValue(variable.value());
        if (variable.valueFrom() == null) {
            return builder.build();
        }
        KeyReference secret = variable.valueFrom().secretKeyRef();
        if (secret != null) {
            return builder.withNewValueFrom()
                    .withSecretKeyRef(
                            new SecretKeySelector(secret.key(), secret.name(), secret.optional()))
                    .endValueFrom()
                    .build();
        }
        KeyReference configMap = variable.valueFrom().configMapKeyRef();
        return builder.withNewValueFrom()
                .withConfigMapKeyRef(
                        new ConfigMapKeySelector(
                                configMap.key(), configMap.name(), configMap.optional()))
                .endValueFrom()
                .build();
    }

    static io.fabric8.kubernetes.api.model.EnvFromSource of(EnvFromSource source) {
        EnvFromSourceBuilder builder = new EnvFromSourceBuilder().withPrefix(source.prefix());
        if (source.secretRef() != null) {
            return builder.withSecretRef(
                            new SecretEnvSource(
                                    source.secretRef().name(), source.secretRef().optional()))
                    .build();
        }
        return builder.withConfigMapRef(
                        new ConfigMapEnvSource(
                                source.configMapRef().name(), source.configMapRef().optional()))
                .build();
    }
}
