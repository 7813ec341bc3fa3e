package com.dhanman.operator.tenant;

import com.dhanman.operator.kernel.EnvironmentSettings;
import com.dhanman.operator.kernel.Labels;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.util.Map;
import java.util.TreeMap;

/** The namespace of an environment, which lets in only pods that keep to "restricted". */
final class EnvironmentNamespace {
    private static final String POD_SECURITY = "pod-security.kubernetes.io/";

    private EnvironmentNamespace() {}

    static Namespace of(EnvironmentSettings settings) {
        Map<String, String> labels = new TreeMap<>(Labels.of(settings.name(), settings.name()));
        for (String mode : new String[] {"enforce", "audit", "warn"}) {
            labels.put(POD_SECURITY + mode, "restricted");
        }
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(settings.name())
                .withLabels(labels)
                .endMetadata()
                .build();
    }
}
