package com.dhanman.operator.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresClusterStatus;
import com.dhanman.operator.api.v1alpha1.PostgresDatabase;
import com.dhanman.operator.api.v1alpha1.PostgresDatabaseStatus;
import com.dhanman.operator.api.v1alpha1.PostgresInstanceStatus;
import com.dhanman.operator.api.v1alpha1.PostgresOperationStatus;
import com.dhanman.operator.api.v1alpha1.PostgresSource;
import com.dhanman.operator.kernel.Applied;
import com.dhanman.operator.kernel.Conditions;
import com.dhanman.operator.kernel.Plan;
import com.dhanman.operator.postgres.config.Lineage;
import com.dhanman.operator.postgres.config.Replication;
import com.dhanman.operator.postgres.credentials.Credentials;
import com.dhanman.operator.postgres.credentials.DatabaseSecret;
import com.dhanman.operator.postgres.credentials.Ensured;
import com.dhanman.operator.postgres.credentials.LoginRoles;
import com.dhanman.operator.postgres.credentials.PasswordChange;
import com.dhanman.operator.postgres.operations.NextStep;
import com.dhanman.operator.postgres.operations.Progress;
import com.dhanman.operator.postgres.patroni.ClusterState;
import com.dhanman.operator.postgres.patroni.InstanceRows;
import com.dhanman.operator.postgres.patroni.Member;
import com.dhanman.operator.postgres.patroni.Verdict;
import com.dhanman.operator.postgres.patroni.Verdicts;
import com.dhanman.operator.postgres.patroni.Wanted;
import com.dhanman.operator.postgres.source.SourceReport;
import com.dhanman.operator.postgres.sql.SqlOutcome;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The status of a cluster: a pure function of what was planned, done and seen. */
final class PostgresStatusOf {
    static final String DATABASES_READY = "DatabasesReady";

    /**
     * What there is to tell.
     *
     * @param sql what came of making roles and databases, if anything did yet
     * @param progress of operations that were asked for, renewals and repairs
     * @param pooler the Deployment of the pooler, where there is one
     * @param claims of volumes, as the cache has them
     * @param source of the server outside that it follows
     */
    record Seen(
            PostgresCluster cluster,
            Ensured ensured,
            Plan plan,
            Applied applied,
            ClusterState state,
            Optional<SqlOutcome> sql,
            Progress progress,
            Optional<Deployment> pooler,
            List<PersistentVolumeClaim> claims,
            SourceUpkeep.Result source) {}

    private final Seen seen;
    private final ClusterSettings settings;
    private final Wanted wanted;
    private final List<Verdict> verdicts;
    private final Optional<PoolerReady> pooler;
    private final Verdict space;
    private final Verdict storage;
    private final Conditions conditions;
    private final Optional<SourceReport> source;

    private PostgresStatusOf(Seen seen, String defaultImage, Instant now) {
        this.seen = seen;
        this.settings = ClusterSettings.of(seen.cluster(), defaultImage);
        this.wanted = wanted(seen.cluster(), settings);
        this.verdicts = Verdicts.of(wanted, seen.state());
        this.pooler = settings.pooler().map(it -> PoolerReady.of(settings, it, seen.pooler()));
        this.space = DiskPressure.of(settings, seen.state());
        this.storage = VolumeSizes.verdict(settings, seen.claims());
        this.conditions =
                Conditions.after(
                        seen.cluster().getStatus() == null
                                ? null
                                : seen.cluster().getStatus().conditions(),
                        seen.cluster().getMetadata().getGeneration(),
                        now);
        this.source = Lineage.source(seen.cluster().getSpec()).map(it -> report(it, seen));
    }

    private static SourceReport report(PostgresSource source, Seen seen) {
        return SourceReport.of(
                new SourceReport.Seen(
                        source,
                        seen.source().heritage(),
                        seen.source().view(),
                        seen.state(),
                        seen.plan().findings(),
                        Optional.ofNullable(seen.cluster().getStatus())
                                .map(PostgresClusterStatus::source)));
    }

    static PostgresClusterStatus of(Seen seen, String defaultImage, Instant now) {
        return new PostgresStatusOf(seen, defaultImage, now).status();
    }

    /** What the spec says of instances. */
    static Wanted wanted(PostgresCluster cluster, ClusterSettings settings) {
        Replication replication = Replication.of(cluster.getSpec());
        return new Wanted(
                settings.instanceNames(),
                Set.copyOf(settings.fenced()),
                settings.hibernated(),
                replication.synchronousReplicas(),
                replication.strict());
    }

    private PostgresClusterStatus status() {
        if (!conditions.settled(seen.cluster(), seen.plan(), seen.applied())) {
            summary();
        }
        Stream.concat(source.flatMap(SourceReport::condition).stream(), verdicts.stream())
                .forEach(it -> conditions.set(it.type(), it.status(), it.reason(), it.message()));
        conditions.set(storage.type(), storage.status(), storage.reason(), storage.message());
        databasesReady();
        pooler.ifPresent(
                it -> conditions.set(PoolerReady.TYPE, it.ready(), it.reason(), it.message()));
        List<PostgresOperationStatus> operations =
                Stream.concat(
                                seen.progress().operations().stream(),
                                PasswordChange.of(seen.cluster(), seen.ensured().logins()).stream())
                        .toList();
        conditions.set(space.type(), space.status(), space.reason(), space.message());
        List<PostgresInstanceStatus> rows = InstanceRows.of(wanted, seen.state());
        return new PostgresClusterStatus(
                seen.cluster().getMetadata().getGeneration(),
                settings.version(),
                settings.image(),
                healthy() + "/" + settings.instances(),
                primary().orElse(null),
                timeline(),
                InstanceRows.replication(seen.state()),
                rows,
                databases(),
                operations.isEmpty() ? null : operations,
                source.map(SourceReport::status).orElse(null),
                seen.ensured().end().map(Instant::toString).orElse(null),
                conditions.list());
    }

    private long healthy() {
        return seen.state().members().stream()
                .filter(it -> wanted.running().contains(it.instance()))
                .filter(seen.state()::isHealthy)
                .count();
    }

    /** Those that still run and are not wanted any more. */
    private List<String> leaving() {
        return seen.state().members().stream()
                .map(Member::instance)
                .filter(it -> !wanted.instances().contains(it))
                .toList();
    }

    private Optional<String> primary() {
        return seen.state()
                .leader()
                .filter(it -> !seen.state().configuration().standby())
                .map(Member::instance);
    }

    private Integer timeline() {
        return seen.state()
                .leader()
                .map(it -> it.report().timeline())
                .filter(it -> it.isPresent())
                .map(it -> it.getAsInt())
                .orElse(null);
    }

    /** The first thing that is not as it should be says what there is to say. */
    private void summary() {
        if (settings.hibernated()) {
            hibernated();
            return;
        }
        if (!seen.ensured().failures().isEmpty()) {
            conditions.heldUp(
                    "ApplyFailed", "Trying again: " + String.join("; ", seen.ensured().failures()));
            return;
        }
        if (space.reason().equals(DiskPressure.FULL)) {
            conditions.stalled(space.reason(), space.message());
            return;
        }
        Optional<Verdict> trouble = trouble();
        if (trouble.isPresent()) {
            conditions.reconciling(trouble.get().reason(), trouble.get().message());
        } else if (!(seen.progress().step() instanceof NextStep.Rest)) {
            conditions.reconciling(
                    seen.progress().step().reason(), seen.progress().step().message());
        } else if (!storage.status()) {
            conditions.reconciling(storage.reason(), storage.message());
        } else if (!databasesAreReady()) {
            sqlTrouble();
        } else if (healthy() < wanted.running().size()) {
            conditions.reconciling(
                    "Starting",
                    "%d of %d instances are ready.".formatted(healthy(), wanted.running().size()));
        } else if (!leaving().isEmpty()) {
            conditions.reconciling(
                    "Leaving", "Ends, as no longer wanted: " + String.join(", ", leaving()) + ".");
        } else if (isStandby()) {
            conditions.ready(
                    "Standby", source.flatMap(SourceReport::condition).orElseThrow().message());
        } else if (pooler.isPresent() && !pooler.get().ready()) {
            conditions.reconciling("PoolerNotReady", pooler.get().message());
        } else {
            ready();
        }
    }

    private void ready() {
        conditions.ready(
                "ClusterReady",
                "%d of %d instances are ready, %s is the primary."
                        .formatted(
                                healthy(),
                                settings.instances(),
                                seen.state().leader().map(Member::instance).orElse("none")));
    }

    private void hibernated() {
        int pods = seen.state().members().size();
        if (pods > 0) {
            conditions.reconciling("Stopping", "%d instances still stop.".formatted(pods));
        } else {
            conditions.ready(
                    "Hibernated", "No instance runs, as declared; volumes and Secrets are kept.");
        }
    }

    private Optional<Verdict> trouble() {
        return Stream.concat(
                        source.flatMap(SourceReport::condition).stream(),
                        verdicts.stream().filter(it -> !isToFollow(it)))
                .filter(it -> !it.type().equals(Verdicts.CONFIG_APPLIED))
                .filter(it -> it.status() == it.type().equals(Verdicts.SYNC_DEGRADED))
                .findFirst();
    }

    private boolean isStandby() {
        return source.flatMap(SourceReport::condition).isPresent();
    }

    /** A standby is as declared although it takes no writes. */
    private static boolean isToFollow(Verdict verdict) {
        return verdict.reason().equals(Verdicts.FOLLOWS_SOURCE);
    }

    private void sqlTrouble() {
        Optional<SqlOutcome> sql = seen.sql();
        if (sql.isPresent() && !sql.get().findings().isEmpty()) {
            conditions.stalled(
                    sql.get().findings().getFirst().reason(),
                    sql.get().findings().getFirst().text());
        } else {
            conditions.reconciling("MakingDatabases", sqlMessage());
        }
    }

    private String sqlMessage() {
        return seen.sql()
                .filter(it -> !it.failures().isEmpty())
                .map(it -> "Trying again: " + String.join("; ", it.failures()))
                .orElse("Roles and databases are made as soon as there is a primary.");
    }

    private boolean databasesAreReady() {
        return seen.state().configuration().standby()
                || seen.sql().map(SqlOutcome::complete).orElse(false);
    }

    private void databasesReady() {
        if (seen.state().configuration().standby()) {
            conditions.set(
                    DATABASES_READY,
                    false,
                    "FollowsSource",
                    "Roles and databases are those of the server that is followed; what is"
                            + " declared is made after the promotion.");
        } else if (databasesAreReady()) {
            conditions.set(
                    DATABASES_READY, true, "AsDeclared", "Roles and databases are as declared.");
        } else if (seen.sql().isPresent() && !seen.sql().get().findings().isEmpty()) {
            conditions.set(
                    DATABASES_READY,
                    false,
                    seen.sql().get().findings().getFirst().reason(),
                    seen.sql().get().findings().getFirst().text());
        } else {
            conditions.set(DATABASES_READY, false, "MakingDatabases", sqlMessage());
        }
    }

    /** Databases that one can connect to; where nobody looked yet, those that were there before. */
    private List<PostgresDatabaseStatus> databases() {
        Optional<Credentials> credentials = seen.ensured().credentials();
        boolean looked = seen.sql().filter(it -> it.server() != null).isPresent();
        if (!looked || credentials.isEmpty()) {
            return before();
        }
        return PostgresPlan.databases(seen.cluster())
                .filter(this::isThere)
                .flatMap(it -> database(it, credentials.get()).stream())
                .toList();
    }

    private List<PostgresDatabaseStatus> before() {
        Set<String> declared =
                PostgresPlan.databases(seen.cluster())
                        .map(PostgresDatabase::name)
                        .collect(java.util.stream.Collectors.toSet());
        return Optional.ofNullable(seen.cluster().getStatus())
                .map(PostgresClusterStatus::databases)
                .orElse(List.of())
                .stream()
                .filter(it -> declared.contains(it.name()))
                .toList();
    }

    private boolean isThere(PostgresDatabase database) {
        String field = "spec.databases[" + database.name() + "]";
        return seen.sql().orElseThrow().findings().stream()
                .noneMatch(it -> it.field().startsWith(field));
    }

    private Optional<PostgresDatabaseStatus> database(
            PostgresDatabase database, Credentials credentials) {
        return DatabaseSecret.of(seen.cluster(), database, credentials)
                .map(
                        secret ->
                                new PostgresDatabaseStatus(
                                        database.name(),
                                        LoginRoles.owner(database),
                                        secret.getMetadata().getName(),
                                        Objects.toString(
                                                DatabaseSecret.fingerprint(secret, credentials)),
                                        pooler.isPresent() ? true : null));
    }
}
