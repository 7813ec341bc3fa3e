package com.dhanman.operator.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresClusterStatus;
import com.dhanman.operator.kernel.Applied;
import com.dhanman.operator.kernel.Applier;
import com.dhanman.operator.kernel.Conditions;
import com.dhanman.operator.kernel.Figures;
import com.dhanman.operator.kernel.MadeOnce;
import com.dhanman.operator.kernel.MeaningfulChange;
import com.dhanman.operator.kernel.Plan;
import com.dhanman.operator.kernel.PodActions;
import com.dhanman.operator.kernel.StatusWriter;
import com.dhanman.operator.kernel.UserSecrets;
import com.dhanman.operator.postgres.credentials.ClientIdentity;
import com.dhanman.operator.postgres.credentials.CredentialStore;
import com.dhanman.operator.postgres.credentials.Ensured;
import com.dhanman.operator.postgres.credentials.Timings;
import com.dhanman.operator.postgres.operations.Leaving;
import com.dhanman.operator.postgres.operations.Operations;
import com.dhanman.operator.postgres.operations.Progress;
import com.dhanman.operator.postgres.patroni.ClusterState;
import com.dhanman.operator.postgres.patroni.Patroni;
import com.dhanman.operator.postgres.patroni.PatroniApi;
import com.dhanman.operator.postgres.patroni.Wanted;
import com.dhanman.operator.postgres.sql.SqlOutcome;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
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
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Reads, plans, converges, tells; between the last two, brings databases up to date and takes the
 * next step of what goes on.
 */
@ControllerConfiguration(
        name = "postgres",
        generationAwareEventProcessing = false,
        informer = @Informer(onUpdateFilter = MeaningfulChange.class),
        maxReconciliationInterval =
                @MaxReconciliationInterval(interval = 10, timeUnit = TimeUnit.MINUTES))
@GradualRetry(maxAttempts = -1, maxInterval = 300_000)
public class PostgresReconciler implements Reconciler<PostgresCluster> {
    /** Until it is ready; a look costs nothing while nothing changed. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    private static final Duration RESYNC = Duration.ofMinutes(10);

    private final PostgresResolver resolver = new PostgresResolver();
    private final Clock clock = Clock.systemUTC();
    private final DatabaseUpkeep databases = new DatabaseUpkeep();
    private final SourceUpkeep sources = new SourceUpkeep();
    private final Map<String, Optional<ClientIdentity>> identities = new ConcurrentHashMap<>();
    private final Operations operations;
    private final PostgresConfig config;
    private final Applier applier;
    private final StatusWriter statusWriter;
    private final CredentialStore credentials;
    private final UserSecrets userSecrets;
    private final Figures figures;

    public PostgresReconciler(KubernetesClient client, PostgresConfig config, Figures figures) {
        this.config = config;
        this.figures = figures;
        this.operations = new Operations(new PodActions(client), this::patroni, clock);
        this.applier = new Applier(client);
        this.statusWriter = new StatusWriter(client);
        this.credentials = new CredentialStore(new MadeOnce(client), Timings.DEFAULT);
        this.userSecrets = new UserSecrets(client);
    }

    @Override
    public UpdateControl<PostgresCluster> reconcile(
            PostgresCluster cluster, Context<PostgresCluster> context) {
        Instant now = clock.instant();
        Observed observed = resolver.observed(context);
        List<HasMetadata> traces = LostData.traces(observed);
        if (!traces.isEmpty()) {
            applier.discard(cluster, traces);
            return UpdateControl.<PostgresCluster>noUpdate().rescheduleAfter(RETRY);
        }
        ClusterState state = state(cluster, observed);
        List<Secret> secrets = secrets(cluster, observed);
        Ensured ensured = credentials.ensure(cluster, secrets, databases.report(cluster), now);
        boolean rolesMade = databases.instances(cluster);
        SourceUpkeep.Known known =
                new SourceUpkeep.Known(observed, state, secrets, ensured.identity(), rolesMade);
        SourceUpkeep.Result source = sources.keep(cluster, known, now);
        Plan plan = PostgresPlan.of(inputs(cluster, ensured, state, observed, source));
        Applied applied = applier.converge(cluster, plan, observed.planned());
        Optional<SqlOutcome> sql = databases.keep(cluster, ensured, state, now);
        Progress progress = proceed(cluster, ensured, state, observed.after(applied));
        PostgresClusterStatus status =
                told(
                        new PostgresStatusOf.Seen(
                                cluster,
                                ensured,
                                plan,
                                applied,
                                state,
                                sql,
                                progress,
                                observed.after(applied).deployment(),
                                observed.claims(),
                                source),
                        now);
        boolean atRest =
                applied.complete() && Conditions.isTrue(status.conditions(), Conditions.READY);
        return next(atRest, soonest(progress, source), Duration.between(now, ensured.due()));
    }

    /** The status, which is written where it says anything new. */
    private PostgresClusterStatus told(PostgresStatusOf.Seen seen, Instant now) {
        PostgresCluster cluster = seen.cluster();
        PostgresClusterStatus status = PostgresStatusOf.of(seen, config.image(), now);
        statusWriter.write(
                cluster,
                status,
                PostgresCluster::new,
                ClusterNews.between(cluster.getStatus(), status));
        return status;
    }

    private Progress proceed(
            PostgresCluster cluster, Ensured ensured, ClusterState state, Observed observed) {
        identities.put(cluster.getMetadata().getUid(), ensured.identity());
        return operations.proceed(cluster, wanted(cluster), state, observed.statefulSets());
    }

    private Wanted wanted(PostgresCluster cluster) {
        return PostgresStatusOf.wanted(cluster, ClusterSettings.of(cluster, config.image()));
    }

    private static Optional<Duration> soonest(Progress progress, SourceUpkeep.Result source) {
        return Stream.of(progress.again(), source.again())
                .flatMap(Optional::stream)
                .min(Duration::compareTo);
    }

    /** When to look again, where nothing is seen to change before. */
    private static UpdateControl<PostgresCluster> next(
            boolean atRest, Optional<Duration> again, Duration due) {
        Optional<Duration> soonest =
                Stream.of(
                                again,
                                atRest ? Optional.<Duration>empty() : Optional.of(RETRY),
                                due.compareTo(RESYNC) < 0
                                        ? Optional.of(due.isPositive() ? due : RETRY)
                                        : Optional.<Duration>empty())
                        .flatMap(Optional::stream)
                        .min(Duration::compareTo);
        UpdateControl<PostgresCluster> done = UpdateControl.noUpdate();
        return soonest.map(done::rescheduleAfter).orElse(done);
    }

    private Optional<Patroni> patroni(PostgresCluster cluster) {
        return identities
                .getOrDefault(cluster.getMetadata().getUid(), Optional.empty())
                .flatMap(PostgresReconciler::patroni);
    }

    private static Optional<Patroni> patroni(ClientIdentity identity) {
        try {
            return Optional.of(new PatroniApi(identity.context()));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** Those that the caches hold of the cluster, and the user's own that it refers to. */
    private List<Secret> secrets(PostgresCluster cluster, Observed observed) {
        Set<String> referenced = CredentialStore.referenced(cluster);
        return Stream.concat(
                        observed.secrets().stream(),
                        userSecrets.read(cluster.getMetadata().getNamespace(), referenced).stream())
                .toList();
    }

    private static ClusterState state(PostgresCluster cluster, Observed observed) {
        return ClusterState.of(
                cluster.getMetadata().getName(), observed.pods(), observed.configMaps());
    }

    private PostgresInputs inputs(
            PostgresCluster cluster,
            Ensured ensured,
            ClusterState state,
            Observed observed,
            SourceUpkeep.Result source) {
        return new PostgresInputs(
                cluster,
                config.image(),
                ensured.credentials(),
                ensured.findings(),
                Leaving.of(wanted(cluster), state),
                VolumeSizes.asked(observed.claims()),
                resolver.servesPodMonitors(),
                Issuing.of(resolver.servesCertificates(), observed.certificate()),
                source.heritage(),
                source.view());
    }

    @Override
    public List<EventSource<?, PostgresCluster>> prepareEventSources(
            EventSourceContext<PostgresCluster> context) {
        figures.from(
                () ->
                        context.getPrimaryCache()
                                .list()
                                .flatMap(it -> ClusterFigures.of(it).stream()));
        return resolver.eventSources(context);
    }
}
