package com.dhanman.operator.tenant;

import com.dhanman.operator.api.v1alpha1.EnvironmentService;
import com.dhanman.operator.api.v1alpha1.PortPlan;
import com.dhanman.operator.api.v1alpha1.TenantEnvironment;
import com.dhanman.operator.kernel.Desired;
import com.dhanman.operator.kernel.EnvironmentSettings;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.kernel.Plan;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** The objects that an environment is made of. */
public final class TenantPlan {
    static final int HIGHEST_PORT = 65535;

    /** PostgreSQL would cut a longer name off, and never find it again. */
    private static final int DATABASE_NAME_BYTES = 63;

    private TenantPlan() {}

    public static Plan of(TenantInputs inputs) {
        TenantEnvironment environment = inputs.environment();
        List<EnvironmentService> services = services(environment);
        PortPlan ports = environment.getSpec().ports();
        List<Finding> findings =
                Stream.of(clashes(services, ports), tooHigh(services, ports), tooLong(environment))
                        .flatMap(Function.identity())
                        .toList();
        if (!findings.isEmpty()) {
            return new Plan.Blocked(findings);
        }
        EnvironmentSettings settings = EnvironmentSettings.of(environment);
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(EnvironmentNamespace.of(inputs));
        DeclaredCluster.of(environment).ifPresent(objects::add);
        services.forEach(it -> objects.add(DeclaredService.of(settings, it, ports)));
        return new Plan.Ready(Desired.of(objects), Pools.of(inputs));
    }

    static List<EnvironmentService> services(TenantEnvironment environment) {
        List<EnvironmentService> services = environment.getSpec().services();
        return services == null ? List.of() : services;
    }

    /**
     * The API server refuses these too; an object from before the rule, or a file, may have them.
     */
    private static Stream<Finding> clashes(List<EnvironmentService> services, PortPlan ports) {
        Map<Integer, List<String>> byPort = new LinkedHashMap<>();
        for (EnvironmentService service : services) {
            Integer port = DeclaredService.port(service.spec(), ports);
            if (port != null) {
                byPort.computeIfAbsent(port, it -> new ArrayList<>()).add(service.name());
            }
        }
        return byPort.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(
                        entry ->
                                Finding.error(
                                        "PortClash",
                                        "spec.services",
                                        "port %d is given to %s"
                                                .formatted(
                                                        entry.getKey(),
                                                        String.join(" and ", entry.getValue())),
                                        "Give each service a port of its own"));
    }

    private static Stream<Finding> tooHigh(List<EnvironmentService> services, PortPlan ports) {
        return services.stream()
                .filter(service -> service.spec().port() != null)
                .filter(service -> DeclaredService.port(service.spec(), ports) > HIGHEST_PORT)
                .map(
                        service ->
                                Finding.error(
                                        "PortTooHigh",
                                        "spec.services[%s].port".formatted(service.name()),
                                        "base + offset + port is %d, above %d"
                                                .formatted(
                                                        DeclaredService.port(service.spec(), ports),
                                                        HIGHEST_PORT),
                                        "With a port plan give the service's number, such as 1"));
    }

    private static Stream<Finding> tooLong(TenantEnvironment environment) {
        return DeclaredCluster.ofServices(environment).entrySet().stream()
                .filter(
                        entry ->
                                entry.getValue().getBytes(StandardCharsets.UTF_8).length
                                        > DATABASE_NAME_BYTES)
                .map(
                        entry ->
                                Finding.error(
                                        "DatabaseNameTooLong",
                                        "spec.services[%s].database".formatted(entry.getKey()),
                                        "%s is longer than the %d bytes that PostgreSQL takes"
                                                .formatted(entry.getValue(), DATABASE_NAME_BYTES),
                                        "Give the service a shorter database.name, or shorten"
                                                + " postgres.database"));
    }
}
