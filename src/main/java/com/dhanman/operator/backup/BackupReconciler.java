package com.dhanman.operator.backup;

import com.dhanman.operator.api.v1alpha1.BackupSchedule;
import com.dhanman.operator.api.v1alpha1.BackupScheduleStatus;
import com.dhanman.operator.kernel.Applied;
import com.dhanman.operator.kernel.Applier;
import com.dhanman.operator.kernel.Figures;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Reads, plans, converges, starts what is due, tells. */
@ControllerConfiguration(
        name = "backup",
        generationAwareEventProcessing = false,
        informer = @Informer(onUpdateFilter = MeaningfulChange.class),
        maxReconciliationInterval =
                @MaxReconciliationInterval(interval = 1, timeUnit = TimeUnit.MINUTES))
@GradualRetry(maxAttempts = -1, maxInterval = 300_000)
public class BackupReconciler implements Reconciler<BackupSchedule> {
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final BackupResolver resolver = new BackupResolver();
    private final Clock clock = Clock.systemUTC();
    private final Applier applier;
    private final JobStarter starter;
    private final StatusWriter statusWriter;
    private final Figures figures;

    public BackupReconciler(KubernetesClient client, Figures figures) {
        this.figures = figures;
        this.applier = new Applier(client);
        this.starter = new JobStarter(client);
        this.statusWriter = new StatusWriter(client);
    }

    @Override
    public UpdateControl<BackupSchedule> reconcile(
            BackupSchedule schedule, Context<BackupSchedule> context) {
        Instant now = clock.instant();
        BackupInputs inputs = resolver.inputs(schedule, context);
        Observed observed = resolver.observed(context);
        Optional<BackupSettings> settings = BackupPlan.settings(inputs);
        Plan plan = BackupPlan.of(inputs);
        Applied applied = applier.converge(schedule, plan, observed.owned());
        boolean able = plan instanceof Plan.Ready && applied.complete();
        Due due =
                able && !Applier.isPaused(schedule)
                        ? Due.of(
                                schedule,
                                settings.orElseThrow(),
                                inputs.cluster().orElseThrow(),
                                now)
                        : Due.nothing(schedule.getStatus());
        List<String> failures =
                due.jobs().stream().flatMap(job -> starter.start(schedule, job).stream()).toList();
        BackupScheduleStatus status =
                BackupStatusOf.of(
                        new BackupStatusOf.Seen(
                                schedule,
                                settings,
                                plan,
                                applied,
                                observed.cronJob(schedule.getMetadata().getName(), applied),
                                observed.runs(),
                                failures.isEmpty() ? due : Due.nothing(schedule.getStatus()),
                                failures),
                        now);
        statusWriter.write(schedule, status, BackupSchedule::new);
        UpdateControl<BackupSchedule> done = UpdateControl.noUpdate();
        return applied.complete() && failures.isEmpty() ? done : done.rescheduleAfter(RETRY);
    }

    @Override
    public List<EventSource<?, BackupSchedule>> prepareEventSources(
            EventSourceContext<BackupSchedule> context) {
        figures.from(
                () ->
                        context.getPrimaryCache()
                                .list()
                                .flatMap(it -> BackupFigures.of(it).stream()));
        return resolver.eventSources(context);
    }
}
