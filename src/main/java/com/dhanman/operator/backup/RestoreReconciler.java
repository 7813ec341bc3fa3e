package com.dhanman.operator.backup;

import com.dhanman.operator.api.v1alpha1.Restore;
import com.dhanman.operator.api.v1alpha1.RestoreStatus;
import com.dhanman.operator.kernel.Applied;
import com.dhanman.operator.kernel.Applier;
import com.dhanman.operator.kernel.JobStarter;
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
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Reads, plans, converges, starts the Job once, tells. */
@ControllerConfiguration(
        name = "restore",
        generationAwareEventProcessing = false,
        informer = @Informer(onUpdateFilter = MeaningfulChange.class),
        maxReconciliationInterval =
                @MaxReconciliationInterval(interval = 10, timeUnit = TimeUnit.MINUTES))
@GradualRetry(maxAttempts = -1, maxInterval = 300_000)
public class RestoreReconciler implements Reconciler<Restore> {
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final RestoreResolver resolver = new RestoreResolver();
    private final Clock clock = Clock.systemUTC();
    private final Applier applier;
    private final JobStarter starter;
    private final StatusWriter statusWriter;

    public RestoreReconciler(KubernetesClient client) {
        this.applier = new Applier(client);
        this.starter = new JobStarter(client);
        this.statusWriter = new StatusWriter(client);
    }

    @Override
    public UpdateControl<Restore> reconcile(Restore restore, Context<Restore> context) {
        RestoreInputs inputs = resolver.inputs(restore, context);
        Optional<Run> run = resolver.run(context);
        Plan plan = RestorePlan.of(inputs);
        boolean begun = run.isPresent() || RestoreStatusOf.isDone(restore.getStatus());
        Applied applied =
                begun ? Applied.NOTHING : applier.converge(restore, plan, resolver.owned(context));
        List<String> failures = List.of();
        if (!begun && plan instanceof Plan.Ready && applied.complete()) {
            failures =
                    starter
                            .start(
                                    restore,
                                    RestorePlan.job(RestorePlan.settings(inputs).orElseThrow()))
                            .stream()
                            .toList();
        }
        RestoreStatus status =
                RestoreStatusOf.of(
                        new RestoreStatusOf.Seen(restore, plan, applied, run, failures),
                        clock.instant());
        statusWriter.write(restore, status, Restore::new);
        UpdateControl<Restore> done = UpdateControl.noUpdate();
        return applied.complete() && failures.isEmpty() ? done : done.rescheduleAfter(RETRY);
    }

    @Override
    public List<EventSource<?, Restore>> prepareEventSources(EventSourceContext<Restore> context) {
        return resolver.eventSources(context);
    }
}
