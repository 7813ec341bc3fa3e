package com.dhanman.operator.tenant;

import com.dhanman.operator.api.v1alpha1.DhanmanService;
import com.dhanman.operator.api.v1alpha1.DhanmanServiceSpec;
import com.dhanman.operator.api.v1alpha1.EnvironmentService;
import com.dhanman.operator.api.v1alpha1.PortPlan;
import com.dhanman.operator.kernel.EnvironmentSettings;
import com.dhanman.operator.kernel.Labels;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;

/**
 * The DhanmanService of a service that an environment declares: what was declared, with its port
 * worked out. The environment's defaults are not copied into it: they are filled in where its
 * objects are planned, for it and for services that are not declared here alike.
 */
final class DeclaredService {
    private DeclaredService() {}

    static DhanmanService of(
            EnvironmentSettings settings, EnvironmentService declared, PortPlan ports) {
        DhanmanService service = new DhanmanService();
        service.setMetadata(
                new ObjectMetaBuilder()
                        .withName(declared.name())
                        .withNamespace(settings.name())
                        .withLabels(Labels.of(declared.name(), settings.name()))
                        .addToAnnotations(Labels.ENVIRONMENT_HASH, settings.fingerprint())
                        .build());
        service.setSpec(withPort(declared.spec(), port(declared.spec(), ports)));
        return service;
    }

    /** The port that a service listens on; null where it leaves that to the default. */
    static Integer port(DhanmanServiceSpec spec, PortPlan ports) {
        if (ports == null || spec.port() == null) {
            return spec.port();
        }
        int offset = ports.offset() == null ? 0 : ports.offset();
        return ports.base() + offset + spec.port();
    }

    private static DhanmanServiceSpec withPort(DhanmanServiceSpec spec, Integer port) {
        return new DhanmanServiceSpec(
                spec.runtime(),
                spec.image(),
                spec.imagePullSecrets(),
                spec.command(),
                spec.args(),
                port,
                spec.env(),
                spec.envFrom(),
                spec.database(),
                spec.replicas(),
                spec.resources(),
                spec.health(),
                spec.host(),
                spec.routing(),
                spec.runAsUser(),
                spec.terminationGracePeriodSeconds(),
                spec.description());
    }
}
