package com.dhanman.operator.service;

import com.dhanman.operator.api.v1alpha1.DhanmanService;
import com.dhanman.operator.api.v1alpha1.DhanmanServiceStatus;
import com.dhanman.operator.kernel.Applied;
import com.dhanman.operator.kernel.Conditions;
import com.dhanman.operator.kernel.EnvironmentSettings;
import com.dhanman.operator.kernel.Labels;
import com.dhanman.operator.kernel.Plan;
import java.time.Instant;
import java.util.Optional;

/** The status of a service: a pure function of what was planned, done and seen. */
final class ServiceStatusOf {
    static final String AVAILABLE = "Available";

    private final ServiceSettings settings;
    private final Observed observed;
    private final Optional<Rollout> rollout;
    private final Conditions conditions;
    private final Optional<EnvironmentSettings> environment;
    private final Instant now;

    private ServiceStatusOf(ServiceInputs inputs, Observed observed, Instant now) {
        DhanmanService service = inputs.service();
        this.settings = ServiceSettings.of(inputs);
        this.environment = inputs.environment();
        this.observed = observed;
        this.now = now;
        this.rollout = observed.deployment().map(Rollout::of);
        this.conditions =
                Conditions.after(
                        service.getStatus() == null ? null : service.getStatus().conditions(),
                        service.getMetadata().getGeneration(),
                        now);
    }

    static DhanmanServiceStatus of(
            ServiceInputs inputs, Plan plan, Applied applied, Observed observed, Instant now) {
        return new ServiceStatusOf(inputs, observed, now).status(inputs.service(), plan, applied);
    }

    private DhanmanServiceStatus status(DhanmanService service, Plan plan, Applied applied) {
        if (!conditions.settled(service, plan, applied)) {
            rollout.ifPresentOrElse(
                    this::summary,
                    () -> conditions.reconciling("Creating", "The service is being created."));
        }
        available();
        return new DhanmanServiceStatus(
                service.getMetadata().getGeneration(),
                environment.map(EnvironmentSettings::fingerprint).orElse(null),
                rollout.map(it -> it.ready() + "/" + it.wanted())
                        .orElse("0/" + settings.replicas()),
                settings.replicas(),
                rollout.map(Rollout::ready).orElse(0),
                settings.image(),
                settings.port(),
                settings.database().label().orElse(null),
                settings.host().orElse(null),
                settings.url().orElse(null),
                conditions.list());
    }

    private void summary(Rollout rollout) {
        if (rollout.done()) {
            conditions.ready(
                    rollout.wanted() == 0 ? "Stopped" : "ServiceReady",
                    rollout.wanted() == 0
                            ? "No pods are wanted (replicas: 0)."
                            : "%d of %d pods serve %s."
                                    .formatted(
                                            rollout.ready(), rollout.wanted(), settings.image()));
            return;
        }
        Optional<PodTrouble> trouble =
                rollout.observed()
                        ? PodTrouble.of(observed.pods(), settings, now)
                        : Optional.empty();
        if (rollout.refused().isPresent()) {
            conditions.stalled(
                    "PodsRefused",
                    "Kubernetes does not let pods be made: %s.%s"
                            .formatted(rollout.refused().get(), stillServing(rollout)));
        } else if (trouble.isPresent()) {
            report(trouble.get(), rollout);
        } else if (rollout.overdue()) {
            conditions.stalled(
                    "RolloutOverdue",
                    "New pods do not become ready. See kubectl describe pods -n %s -l %s=%s.%s"
                            .formatted(
                                    settings.namespace(),
                                    Labels.SERVICE,
                                    settings.name(),
                                    stillServing(rollout)));
        } else {
            conditions.reconciling(
                    "RollingOut",
                    "%d of %d pods of the wanted version were started; %d pods serve in all."
                            .formatted(rollout.updated(), rollout.wanted(), rollout.ready()));
        }
    }

    private void report(PodTrouble trouble, Rollout rollout) {
        String message = trouble.message() + stillServing(rollout);
        if (trouble.needsHelp() || rollout.overdue()) {
            conditions.stalled(trouble.reason(), message);
        } else {
            conditions.heldUp(trouble.reason(), message);
        }
    }

    private static String stillServing(Rollout rollout) {
        if (rollout.ready() == 0) {
            return " No pod serves.";
        }
        return " %d pod%s still serve%s."
                .formatted(
                        rollout.ready(),
                        rollout.ready() == 1 ? "" : "s",
                        rollout.ready() == 1 ? "s" : "");
    }

    private void available() {
        int ready = rollout.map(Rollout::ready).orElse(0);
        if (ready > 0) {
            conditions.set(AVAILABLE, true, "PodsServe", ready + " pods serve.");
        } else {
            conditions.set(
                    AVAILABLE, false, "NoPods", "No pod serves; see the condition Ready for why.");
        }
    }
}
