package com.dhanman.operator.service;

import com.dhanman.operator.api.v1alpha1.DhanmanServiceSpec;
import com.dhanman.operator.api.v1alpha1.EnvFromSource;
import com.dhanman.operator.api.v1alpha1.EnvVar;
import com.dhanman.operator.api.v1alpha1.HealthChecks;
import com.dhanman.operator.api.v1alpha1.LocalReference;
import com.dhanman.operator.api.v1alpha1.Resources;
import com.dhanman.operator.api.v1alpha1.Routing;
import com.dhanman.operator.api.v1alpha1.Runtime;
import com.dhanman.operator.api.v1alpha1.ServiceDefaults;
import com.dhanman.operator.api.v1alpha1.Tls;
import com.dhanman.operator.kernel.EnvironmentSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A service with every default filled in: what it says itself, else what its environment says, else
 * what its runtime says.
 */
record ServiceSettings(
        String name,
        String namespace,
        String partOf,
        Runtime runtime,
        String image,
        List<String> imagePullSecrets,
        List<String> command,
        List<String> args,
        int port,
        List<EnvVar> env,
        List<EnvFromSource> envFrom,
        Database database,
        int replicas,
        Resources resources,
        HealthChecks health,
        Optional<String> host,
        Optional<String> ingressClass,
        Optional<Tls> tls,
        Optional<Long> runAsUser,
        long terminationGracePeriodSeconds,
        Optional<String> description) {
    private static final int PORT = 8080;
    private static final long GRACE_SECONDS = 45;

    static ServiceSettings of(ServiceInputs inputs) {
        DhanmanServiceSpec spec = inputs.service().getSpec();
        Optional<EnvironmentSettings> environment = inputs.environment();
        ServiceDefaults defaults =
                environment.map(EnvironmentSettings::defaults).orElse(Presets.NO_DEFAULTS);
        String name = inputs.service().getMetadata().getName();
        String namespace = inputs.service().getMetadata().getNamespace();
        Runtime runtime = first(spec.runtime(), defaults.runtime(), Runtime.Container);
        int port = first(spec.port(), null, PORT);
        return new ServiceSettings(
                name,
                namespace,
                environment.map(EnvironmentSettings::name).orElse(namespace),
                runtime,
                Image.in(defaults.registry(), spec.image()),
                names(spec.imagePullSecrets(), defaults.imagePullSecrets()),
                list(spec.command()),
                list(spec.args()),
                port,
                env(
                        Presets.env(runtime, port, environment),
                        DatabaseVariables.of(Database.of(inputs), runtime),
                        defaults.env(),
                        spec.env()),
                joined(defaults.envFrom(), spec.envFrom()),
                Database.of(inputs),
                first(spec.replicas(), defaults.replicas(), 1),
                Presets.resources(runtime, spec.resources(), defaults.resources()),
                Presets.health(runtime, spec.health(), defaults.health()),
                host(spec, environment, name),
                routed(spec, environment, Routing::className),
                routed(spec, environment, Routing::tls),
                Optional.ofNullable(
                        first(spec.runAsUser(), defaults.runAsUser(), Presets.user(runtime))),
                first(
                        spec.terminationGracePeriodSeconds(),
                        defaults.terminationGracePeriodSeconds(),
                        GRACE_SECONDS),
                Optional.ofNullable(spec.description()));
    }

    /** Address at which people reach the service, if they can. */
    Optional<String> url() {
        return host.map(it -> "https://" + it);
    }

    static <T> T first(T own, T common, T preset) {
        if (own != null) {
            return own;
        }
        return common != null ? common : preset;
    }

    private static Optional<String> host(
            DhanmanServiceSpec spec, Optional<EnvironmentSettings> environment, String name) {
        return Optional.ofNullable(spec.host())
                .or(
                        () ->
                                environment
                                        .map(EnvironmentSettings::hosts)
                                        .map(pattern -> pattern.replace("{service}", name)));
    }

    private static <T> Optional<T> routed(
            DhanmanServiceSpec spec,
            Optional<EnvironmentSettings> environment,
            Function<Routing, T> part) {
        return Optional.ofNullable(spec.routing())
                .map(part)
                .or(() -> environment.map(EnvironmentSettings::routing).map(part));
    }

    /** Later ones win and keep the place of the first of their name. */
    @SafeVarargs
    private static List<EnvVar> env(List<EnvVar>... parts) {
        Map<String, EnvVar> byName = new LinkedHashMap<>();
        for (List<EnvVar> part : parts) {
            list(part).forEach(variable -> byName.put(variable.name(), variable));
        }
        return List.copyOf(byName.values());
    }

    private static List<String> names(List<LocalReference> own, List<LocalReference> common) {
        return list(first(own, common, List.of())).stream().map(LocalReference::name).toList();
    }

    private static <T> List<T> joined(List<T> common, List<T> own) {
        List<T> all = new ArrayList<>(list(common));
        all.addAll(list(own));
        return List.copyOf(all);
    }

    private static <T> List<T> list(List<T> items) {
        return items == null ? List.of() : items;
    }
}
