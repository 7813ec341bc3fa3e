package com.dhanman.operator.tenant;

import com.dhanman.operator.api.v1alpha1.DhanmanService;
import com.dhanman.operator.api.v1alpha1.TenantEnvironment;
import com.dhanman.operator.api.v1alpha1.TenantEnvironmentStatus;
import com.dhanman.operator.kernel.Applied;
import com.dhanman.operator.kernel.Conditions;
import com.dhanman.operator.kernel.EnvironmentSettings;
import com.dhanman.operator.kernel.Plan;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Namespace;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The status of an environment: a pure function of what was planned, done and seen. */
final class TenantStatusOf {
    static final String NAMESPACE_READY = "NamespaceReady";
    static final String SERVICES_READY = "ServicesReady";

    /** How many unready services a message names; the rest it counts. */
    private static final int NAMED = 3;

    private final TenantEnvironment environment;
    private final Observed observed;
    private final List<DhanmanService> unready;
    private final Conditions conditions;
    private final String settings;

    private TenantStatusOf(TenantEnvironment environment, Observed observed, Instant now) {
        this.environment = environment;
        this.observed = observed;
        this.settings = EnvironmentSettings.of(environment).fingerprint();
        this.unready =
                observed.services().stream()
                        .filter(service -> !isReady(service))
                        .sorted(
                                Comparator.comparing(TenantStatusOf::isStalled)
                                        .reversed()
                                        .thenComparing(it -> it.getMetadata().getName()))
                        .toList();
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
        parts();
        return new TenantEnvironmentStatus(
                environment.getMetadata().getGeneration(),
                environment.getMetadata().getName(),
                ready() + "/" + total(),
                conditions.list());
    }

    private void summary() {
        if (unready.stream().anyMatch(TenantStatusOf::isStalled)) {
            conditions.stalled("ServiceStalled", holdups());
        } else if (!unready.isEmpty() && unready.stream().allMatch(TenantStatusOf::isPaused)) {
            conditions.reconciling("ServicesPaused", holdups());
        } else if (!unready.isEmpty()) {
            conditions.reconciling("ServicesStarting", holdups());
        } else if (observed.services().size() < total()) {
            conditions.reconciling("ServicesStarting", "Services are being created.");
        } else {
            conditions.ready(
                    "EnvironmentReady", "%d of %d services are ready.".formatted(ready(), total()));
        }
    }

    private void parts() {
        boolean namespace = observed.namespaces().stream().anyMatch(TenantStatusOf::isActive);
        conditions.set(
                NAMESPACE_READY,
                namespace,
                namespace ? "Active" : "Missing",
                namespace ? "The namespace is there." : "The namespace is not there.");
        boolean all = unready.isEmpty() && observed.services().size() >= total();
        conditions.set(
                SERVICES_READY,
                all,
                all ? "AllReady" : "NotAllReady",
                "%d of %d services are ready.".formatted(ready(), total()));
    }

    /** Which services hold the environment back, and why, in one line. */
    private String holdups() {
        String named =
                unready.stream()
                        .limit(NAMED)
                        .map(service -> service.getMetadata().getName() + ": " + why(service))
                        .collect(Collectors.joining(" "));
        int rest = unready.size() - NAMED;
        return "%d of %d services are ready. %s".formatted(ready(), total(), named)
                + (rest > 0 ? " And %d more.".formatted(rest) : "");
    }

    private static String why(DhanmanService service) {
        return service.getStatus() == null
                ? "not seen yet."
                : Conditions.find(service.getStatus().conditions(), Conditions.READY)
                        .map(Condition::getMessage)
                        .orElse("not seen yet.");
    }

    /** Services in the namespace, and those that are declared but not there yet. */
    private int total() {
        List<String> names =
                observed.services().stream().map(it -> it.getMetadata().getName()).toList();
        long missing =
                TenantPlan.services(environment).stream()
                        .filter(it -> !names.contains(it.name()))
                        .count();
        return observed.services().size() + (int) missing;
    }

    private int ready() {
        return observed.services().size() - unready.size();
    }

    /** Ready, and that with the spec and the environment as they are now. */
    private boolean isReady(DhanmanService service) {
        return service.getStatus() != null
                && Objects.equals(
                        service.getStatus().observedGeneration(),
                        service.getMetadata().getGeneration())
                && settings.equals(service.getStatus().observedEnvironment())
                && Conditions.isTrue(service.getStatus().conditions(), Conditions.READY);
    }

    private static boolean isPaused(DhanmanService service) {
        return service.getStatus() != null
                && Conditions.isTrue(service.getStatus().conditions(), Conditions.PAUSED);
    }

    private static boolean isStalled(DhanmanService service) {
        return service.getStatus() != null
                && Conditions.isTrue(service.getStatus().conditions(), Conditions.STALLED);
    }

    private static boolean isActive(Namespace namespace) {
        return namespace.getMetadata().getDeletionTimestamp() == null;
    }
}
