package com.dhanman.operator.tenant;

import com.dhanman.operator.api.v1alpha1.EnvironmentService;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.TenantEnvironment;
import com.dhanman.operator.api.v1alpha1.TenantEnvironmentStatus;
import com.dhanman.operator.kernel.Applied;
import com.dhanman.operator.kernel.Conditions;
import com.dhanman.operator.kernel.EnvironmentSettings;
import com.dhanman.operator.kernel.Plan;
import io.fabric8.kubernetes.api.model.Namespace;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The status of an environment: a pure function of what was planned, done and seen. */
final class TenantStatusOf {
    static final String NAMESPACE_READY = "NamespaceReady";
    static final String POSTGRES_READY = "PostgresReady";
    static final String SERVICES_READY = "ServicesReady";

    private final TenantEnvironment environment;
    private final Observed observed;
    private final Parts services;
    private final Parts clusters;
    private final Conditions conditions;

    private TenantStatusOf(TenantEnvironment environment, Observed observed, Instant now) {
        this.environment = environment;
        this.observed = observed;
        EnvironmentSettings settings = EnvironmentSettings.of(environment);
        String fingerprint = settings.fingerprint();
        this.services =
                Parts.of(
                        "services",
                        observed.services().stream().map(it -> Part.of(it, fingerprint)),
                        TenantPlan.services(environment).stream()
                                .map(EnvironmentService::name)
                                .toList());
        this.clusters =
                Parts.of(
                        "PostgreSQL clusters",
                        observed.clusters().stream().map(Part::of),
                        Optional.ofNullable(settings.databases()).stream()
                                .map(EnvironmentSettings.Databases::cluster)
                                .toList());
        this.conditions =
                Conditions.after(
                        environment.getStatus() == null
                                ? null
                                : environment.getStatus().conditions(),
                        environment.getMetadata().getGeneration(),
                        now);
    }

    static TenantEnvironmentStatus of(
            TenantEnvironment environment,
            Plan plan,
            Applied applied,
            Observed observed,
            Instant now) {
        return new TenantStatusOf(environment, observed, now).status(plan, applied);
    }

    private TenantEnvironmentStatus status(Plan plan, Applied applied) {
        if (!conditions.settled(environment, plan, applied)) {
            summary();
        }
        namespace();
        if (!clusters.isEmpty()) {
            part(POSTGRES_READY, clusters);
        }
        part(SERVICES_READY, services);
        return new TenantEnvironmentStatus(
                environment.getMetadata().getGeneration(),
                environment.getMetadata().getName(),
                services.figure(),
                postgres(),
                conditions.list());
    }

    /** Services wait for their databases, so what is wrong with clusters is told first. */
    private void summary() {
        if (clusters.anyStalled()) {
            conditions.stalled("PostgresStalled", clusters.holdups());
        } else if (services.anyStalled()) {
            conditions.stalled("ServiceStalled", services.holdups());
        } else if (!clusters.allReady()) {
            conditions.reconciling(
                    clusters.onlyPaused() ? "PostgresPaused" : "PostgresNotReady",
                    clusters.holdups());
        } else if (!services.allReady()) {
            conditions.reconciling(
                    services.onlyPaused() ? "ServicesPaused" : "ServicesStarting",
                    services.holdups());
        } else {
            conditions.ready(
                    "EnvironmentReady",
                    services.count() + (clusters.isEmpty() ? "" : " " + clusters.count()));
        }
    }

    private void namespace() {
        boolean there = observed.namespaces().stream().anyMatch(TenantStatusOf::isActive);
        boolean stays = EnvironmentNamespace.stays(observed.inputs(environment));
        conditions.set(
                NAMESPACE_READY,
                there,
                there ? "Active" : "Missing",
                there
                        ? "The namespace is there." + (stays ? staying() : "")
                        : "The namespace is not there.");
    }

    /** Nothing can be told any more when the environment is gone, so it is told before. */
    private String staying() {
        return " It stays when this environment is deleted, for it has volumes that are to be"
                + " retained: kubectl delete namespace "
                + environment.getMetadata().getName()
                + " deletes them for good.";
    }

    private void part(String condition, Parts parts) {
        conditions.set(
                condition,
                parts.allReady(),
                parts.allReady() ? "AllReady" : "NotAllReady",
                parts.count());
    }

    /** Instances that serve out of the wanted ones, with names where there are several clusters. */
    private String postgres() {
        List<PostgresCluster> seen =
                observed.clusters().stream()
                        .filter(it -> it.getStatus() != null && it.getStatus().ready() != null)
                        .sorted(Comparator.comparing(it -> it.getMetadata().getName()))
                        .toList();
        boolean several = observed.clusters().size() > 1;
        return seen.isEmpty()
                ? null
                : seen.stream()
                        .map(
                                it ->
                                        (several ? it.getMetadata().getName() + " " : "")
                                                + it.getStatus().ready())
                        .collect(Collectors.joining(", "));
    }

    private static boolean isActive(Namespace namespace) {
        return namespace.getMetadata().getDeletionTimestamp() == null;
    }
}
