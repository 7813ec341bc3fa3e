package com.dhanman.operator.service;

import com.dhanman.operator.api.v1alpha1.DhanmanService;
import com.dhanman.operator.api.v1alpha1.DhanmanServiceStatus;
import com.dhanman.operator.kernel.Applied;
import com.dhanman.operator.kernel.Applier;
import com.dhanman.operator.kernel.Conditions;
import com.dhanman.operator.kernel.MeaningfulChange;
import com.dhanman.operator.kernel.Plan;
import com.dhanman.operator.kernel.StatusWriter;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reads, plans, converges, tells. */
@ControllerConfiguration(
        name = "service",
        generationAwareEventProcessing = false,
        informer = @Informer(onUpdateFilter = MeaningfulChange.class),
        maxReconciliationInterval =
                @MaxReconciliationInterval(interval = 10, timeUnit = TimeUnit.MINUTES))
@GradualRetry(maxAttempts = -1, maxInterval = 300_000)
public class ServiceReconciler implements Reconciler<DhanmanService> {
    /** Until it is ready; a look costs nothing while nothing changed. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final ServiceResolver resolver = new ServiceResolver();
    private final Clock clock = Clock.systemUTC();
    private final Applier applier;
    private final StatusWriter statusWriter;

    public ServiceReconciler(KubernetesClient client) {
        this.applier = new Applier(client);
        this.statusWriter = new StatusWriter(client);
    }

    @Override
    public UpdateControl<DhanmanService> reconcile(
            DhanmanService service, Context<DhanmanService> context) {
        ServiceInputs inputs = resolver.inputs(service, context);
        Observed observed = resolver.observed(context);
        Plan plan = ServicePlan.of(inputs);
        Applied applied = applier.converge(service, plan, observed.owned());
        DhanmanServiceStatus status =
                ServiceStatusOf.of(inputs, plan, applied, observed.after(applied), clock.instant());
        statusWriter.write(service, status, DhanmanService::new);
        UpdateControl<DhanmanService> done = UpdateControl.noUpdate();
        boolean atRest =
                applied.complete() && Conditions.isTrue(status.conditions(), Conditions.READY);
        return atRest ? done : done.rescheduleAfter(RETRY);
    }

    @Override
    public List<EventSource<?, DhanmanService>> prepareEventSources(
            EventSourceContext<DhanmanService> context) {
        return resolver.eventSources(context);
    }
}
