package com.dhanman.operator.postgres.config;

import com.dhanman.operator.api.v1alpha1.PostgresClusterSpec;
import com.dhanman.operator.api.v1alpha1.ResourceAmounts;
import com.dhanman.operator.api.v1alpha1.Resources;
import com.dhanman.operator.kernel.Finding;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;

/** Specs as users write them. */
final class Specs {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private Specs() {}

    /** A spec with these fields beside its storage of 50Gi, each a line or more of YAML. */
    static PostgresClusterSpec with(String... yaml) {
        String text = String.join("\n", yaml);
        return YAML.unmarshal(
                text.startsWith("storage:") ? text : "storage: {size: 50Gi}\n" + text,
                PostgresClusterSpec.class);
    }

    static PostgresClusterSpec withParameter(String name, String json) {
        return with("parameters:", "  \"" + name + "\": " + json);
    }

    /** Those that a spec has, else the operator's defaults. */
    static Resources resources(PostgresClusterSpec spec) {
        return spec.resources() == null ? limit("1Gi") : spec.resources();
    }

    static Resources limit(String memory) {
        return new Resources(null, new ResourceAmounts(null, new Quantity(memory)));
    }

    static Parameters parameters(PostgresClusterSpec spec) {
        return Parameters.of(spec, resources(spec));
    }

    static List<String> reasons(List<Finding> findings) {
        return findings.stream().map(it -> it.severity() + " " + it.reason()).toList();
    }
}
