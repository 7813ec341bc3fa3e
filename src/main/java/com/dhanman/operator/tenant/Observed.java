package com.dhanman.operator.tenant;

import com.dhanman.operator.api.v1alpha1.DhanmanService;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.TenantEnvironment;
import com.dhanman.operator.kernel.Applied;
import com.dhanman.operator.kernel.Kept;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the caches hold of an environment.
 *
 * @param namespaces its namespace, if it is there
 * @param services all services in the namespace, declared in the environment or not
 * @param clusters all databases' clusters in the namespace, declared in the environment or not
 */
record Observed(
        List<Namespace> namespaces, List<DhanmanService> services, List<PostgresCluster> clusters) {
    /** The same after what was written. */
    Observed after(Applied applied) {
        return new Observed(
                applied.over(namespaces, Namespace.class),
                applied.over(services, DhanmanService.class),
                applied.over(clusters, PostgresCluster.class));
    }

    /** What may be the environment's; the applier looks at who owns each. */
    List<HasMetadata> owned() {
        return Stream.<List<? extends HasMetadata>>of(namespaces, services, clusters)
                .<HasMetadata>flatMap(List::stream)
                .toList();
    }

    /** What its plan is made from. */
    TenantInputs inputs(TenantEnvironment environment) {
        return new TenantInputs(
                environment,
                services,
                clusters,
                namespaces.stream().anyMatch(it -> Kept.isFor(environment, it)));
    }
}
