package com.dhanman.operator.tenant;

import com.dhanman.operator.api.v1alpha1.TenantEnvironment;
import com.dhanman.operator.api.v1alpha1.TenantEnvironmentStatus;
import com.dhanman.operator.kernel.Applied;
import com.dhanman.operator.kernel.Applier;
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

/**
 * Reads, plans, converges, tells. There is no finalizer: everything an environment owns has it as
 * its owner, so that Kubernetes removes it all, also while the operator is down.
 */
@ControllerConfiguration(
        name = "environment",
        generationAwareEventProcessing = false,
        informer = @Informer(onUpdateFilter = MeaningfulChange.class),
        maxReconciliationInterval =
                @MaxReconciliationInterval(interval = 10, timeUnit = TimeUnit.MINUTES))
@GradualRetry(maxAttempts = -1, maxInterval = 300_000)
public class TenantReconciler implements Reconciler<TenantEnvironment> {
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final TenantResolver resolver = new TenantResolver();
    private final Clock clock = Clock.systemUTC();
    private final Applier applier;
    private final StatusWriter statusWriter;

    public TenantReconciler(KubernetesClient client) {
        this.applier = new Applier(client);
        this.statusWriter = new StatusWriter(client);
    }

    @Override
    public UpdateControl<TenantEnvironment> reconcile(
            TenantEnvironment environment, Context<TenantEnvironment> context) {
        Observed observed = resolver.observed(context);
        Plan plan = TenantPlan.of(observed.inputs(environment));
        Applied applied = applier.converge(environment, plan, observed.owned());
        TenantEnvironmentStatus status =
                TenantStatusOf.of(
                        environment, plan, applied, observed.after(applied), clock.instant());
        statusWriter.write(environment, status, TenantEnvironment::new);
        UpdateControl<TenantEnvironment> done = UpdateControl.noUpdate();
        return applied.complete() ? done : done.rescheduleAfter(RETRY);
    }

    @Override
    public List<EventSource<?, TenantEnvironment>> prepareEventSources(
            EventSourceContext<TenantEnvironment> context) {
        return resolver.eventSources(context);
    }
}
