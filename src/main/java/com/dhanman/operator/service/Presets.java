package com.dhanman.operator.service;

import static com.dhanman.operator.service.ServiceSettings.first;

import com.dhanman.operator.api.v1alpha1.EnvVar;
import com.dhanman.operator.api.v1alpha1.HealthCheck;
import com.dhanman.operator.api.v1alpha1.HealthChecks;
import com.dhanman.operator.api.v1alpha1.ResourceAmounts;
import com.dhanman.operator.api.v1alpha1.Resources;
import com.dhanman.operator.api.v1alpha1.Runtime;
import com.dhanman.operator.api.v1alpha1.ServiceDefaults;
import com.dhanman.operator.kernel.EnvironmentSettings;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a runtime brings along when nobody says otherwise. */
final class Presets {
    static final ServiceDefaults NO_DEFAULTS =
            new ServiceDefaults(null, null, null, null, null, null, null, null, null, null, null);

    private static final ResourceAmounts NO_AMOUNTS = new ResourceAmounts(null, null);
    private static final Resources NO_RESOURCES = new Resources(NO_AMOUNTS, NO_AMOUNTS);
    private static final HealthCheck NO_CHECK = new HealthCheck(null, null, null, null);
    private static final HealthChecks NO_CHECKS = new HealthChecks(null, null, null);
    private static final int TIMEOUT_SECONDS = 3;

    /** User `app` of Microsoft's .NET images since .NET 8. */
    private static final long DOTNET_USER = 1654;

    private Presets() {}

    static List<EnvVar> env(Runtime runtime, int port, Optional<EnvironmentSettings> environment) {
        if (runtime != Runtime.AspNet) {
            return List.of();
        }
        List<EnvVar> env = new ArrayList<>();
        environment.ifPresent(it -> env.add(value("ASPNETCORE_ENVIRONMENT", it.stage().name())));
        env.add(value("ASPNETCORE_HTTP_PORTS", Integer.toString(port)));
        // The gateway ends TLS: without this, links and redirects would say http.
        // https://learn.microsoft.com/aspnet/core/host-and-deploy/proxy-load-balancer
        env.add(value("ASPNETCORE_FORWARDEDHEADERS_ENABLED", "true"));
        env.add(value("DOTNET_CLI_TELEMETRY_OPTOUT", "true"));
        env.add(value("DOTNET_PRINT_TELEMETRY_MESSAGE", "false"));
        return env;
    }

    private static EnvVar value(String name, String value) {
        return new EnvVar(name, value, null);
    }

    static Long user(Runtime runtime) {
        return runtime == Runtime.AspNet ? DOTNET_USER : null;
    }

    static Resources resources(Runtime runtime, Resources own, Resources common) {
        Resources preset =
                runtime == Runtime.AspNet
                        ? new Resources(amounts("100m", "256Mi"), amounts("2", "2Gi"))
                        : NO_RESOURCES;
        Resources mine = first(own, null, NO_RESOURCES);
        Resources shared = first(common, null, NO_RESOURCES);
        return new Resources(
                amounts(mine.requests(), shared.requests(), preset.requests()),
                amounts(mine.limits(), shared.limits(), preset.limits()));
    }

    private static ResourceAmounts amounts(String cpu, String memory) {
        return new ResourceAmounts(new Quantity(cpu), new Quantity(memory));
    }

    private static ResourceAmounts amounts(
            ResourceAmounts own, ResourceAmounts common, ResourceAmounts preset) {
        ResourceAmounts mine = first(own, null, NO_AMOUNTS);
        ResourceAmounts shared = first(common, null, NO_AMOUNTS);
        return new ResourceAmounts(
                first(mine.cpu(), shared.cpu(), preset.cpu()),
                first(mine.memory(), shared.memory(), preset.memory()));
    }

    /** A check without a path is a TCP connection; one that is null is not made. */
    static HealthChecks health(Runtime runtime, HealthChecks own, HealthChecks common) {
        boolean aspNet = runtime == Runtime.AspNet;
        HealthChecks mine = first(own, null, NO_CHECKS);
        HealthChecks shared = first(common, null, NO_CHECKS);
        HealthCheck liveness =
                check(
                        mine.liveness(),
                        shared.liveness(),
                        new HealthCheck(aspNet ? "/health" : null, 10, TIMEOUT_SECONDS, 6));
        return new HealthChecks(
                check(
                        mine.startup(),
                        shared.startup(),
                        new HealthCheck(aspNet ? "/health/startup" : null, 2, TIMEOUT_SECONDS, 90)),
                check(
                        mine.readiness(),
                        shared.readiness(),
                        new HealthCheck(aspNet ? "/health/ready" : null, 5, TIMEOUT_SECONDS, 3)),
                liveness.path() == null ? null : liveness);
    }

    private static HealthCheck check(HealthCheck own, HealthCheck common, HealthCheck preset) {
        HealthCheck mine = first(own, null, NO_CHECK);
        HealthCheck shared = first(common, null, NO_CHECK);
        return new HealthCheck(
                first(mine.path(), shared.path(), preset.path()),
                first(mine.periodSeconds(), shared.periodSeconds(), preset.periodSeconds()),
                first(mine.timeoutSeconds(), shared.timeoutSeconds(), preset.timeoutSeconds()),
                first(
                        mine.failureThreshold(),
                        shared.failureThreshold(),
                        preset.failureThreshold()));
    }
}
