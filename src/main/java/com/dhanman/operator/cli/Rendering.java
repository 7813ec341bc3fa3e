package com.dhanman.operator.cli;

import com.dhanman.operator.api.v1alpha1.DhanmanService;
import com.dhanman.operator.api.v1alpha1.TenantEnvironment;
import com.dhanman.operator.kernel.EnvironmentSettings;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.kernel.Plan;
import com.dhanman.operator.kernel.ResourceKey;
import com.dhanman.operator.service.ServiceInputs;
import com.dhanman.operator.service.ServicePlan;
import com.dhanman.operator.tenant.TenantPlan;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the operator would make of a set of resources, and of the resources that it makes of them.
 */
final class Rendering {
    private final Map<String, TenantEnvironment> environments = new LinkedHashMap<>();
    private final List<HasMetadata> objects = new ArrayList<>();
    private final Map<String, List<Finding>> findings = new LinkedHashMap<>();
    private boolean blocked;

    Rendering(Documents documents) {
        documents.findings().forEach(this::note);
        for (HasMetadata resource : documents.resources()) {
            if (resource instanceof TenantEnvironment environment) {
                environments.put(environment.getMetadata().getName(), environment);
            }
        }
        environments.values().forEach(this::environment);
        for (HasMetadata resource : documents.resources()) {
            if (resource instanceof DhanmanService service) {
                service(service);
            }
        }
    }

    List<HasMetadata> objects() {
        return objects;
    }

    /** Findings by the resource that they are about. */
    Map<String, List<Finding>> findings() {
        return findings;
    }

    boolean isBlocked() {
        return blocked;
    }

    private void environment(TenantEnvironment environment) {
        for (HasMetadata object : add(environment, TenantPlan.of(environment))) {
            if (object instanceof DhanmanService service) {
                service(service);
            }
        }
    }

    private void service(DhanmanService service) {
        Optional<EnvironmentSettings> settings =
                Optional.ofNullable(environments.get(service.getMetadata().getNamespace()))
                        .map(EnvironmentSettings::of);
        add(service, ServicePlan.of(new ServiceInputs(service, settings)));
    }

    private List<HasMetadata> add(HasMetadata resource, Plan plan) {
        note(ResourceKey.of(resource).toString(), plan.findings());
        if (plan instanceof Plan.Ready ready) {
            objects.addAll(ready.desired().objects());
            return ready.desired().objects();
        }
        return List.of();
    }

    private void note(String source, List<Finding> found) {
        findings.computeIfAbsent(source, it -> new ArrayList<>()).addAll(found);
        blocked |= found.stream().anyMatch(it -> it.severity() == Finding.Severity.ERROR);
    }
}
