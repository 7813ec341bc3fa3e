package com.dhanman.operator.tenant;

import com.dhanman.operator.api.v1alpha1.DhanmanService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the caches hold of an environment.
 *
 * @param namespaces its namespace, if it is there
 * @param services all services in the namespace, declared in the environment or not
 */
record Observed(List<? extends HasMetadata> namespaces, List<DhanmanService> services) {
    /** What may be the environment's; the applier looks at who owns each. */
    List<HasMetadata> owned() {
        return Stream.<HasMetadata>concat(namespaces.stream(), services.stream()).toList();
    }
}
