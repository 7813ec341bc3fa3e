package com.dhanman.operator.tenant;

import com.dhanman.operator.api.v1alpha1.DeletionPolicy;
import com.dhanman.operator.api.v1alpha1.EnvironmentPostgres;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresClusterSpec;
import com.dhanman.operator.api.v1alpha1.TenantEnvironment;
import com.dhanman.operator.kernel.Kept;
import com.dhanman.operator.kernel.Labels;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The namespace of an environment, which lets in only pods that keep to "restricted". */
final class EnvironmentNamespace {
    private static final String POD_SECURITY = "pod-security.kubernetes.io/";

    private EnvironmentNamespace() {}

    static Namespace of(TenantInputs inputs) {
        TenantEnvironment environment = inputs.environment();
        String name = environment.getMetadata().getName();
        Map<String, String> labels = new TreeMap<>(Labels.of(name, name));
        for (String mode : new String[] {"enforce", "audit", "warn"}) {
            labels.put(POD_SECURITY + mode, "restricted");
        }
        Namespace namespace =
                new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(labels)
                        .endMetadata()
                        .build();
        return stays(inputs) ? Kept.beyond(environment, namespace) : namespace;
    }

    /**
     * Whether it stays when the environment is deleted: with a namespace go all volumes in it, also
     * those of a cluster that is to retain them. It goes on to do so when the cluster is gone, for
     * the volumes are still there.
     */
    static boolean stays(TenantInputs inputs) {
        Stream<PostgresClusterSpec> declared =
                Optional.ofNullable(inputs.environment().getSpec().postgres())
                        .map(EnvironmentPostgres::spec)
                        .stream();
        return inputs.namespaceStays()
                || Stream.concat(declared, inputs.clusters().stream().map(PostgresCluster::getSpec))
                        .anyMatch(spec -> spec.deletionPolicy() != DeletionPolicy.Delete);
    }
}
