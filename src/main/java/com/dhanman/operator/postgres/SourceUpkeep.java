package com.dhanman.operator.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresSource;
import com.dhanman.operator.kernel.Applier;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.postgres.config.Configuration;
import com.dhanman.operator.postgres.config.Heritage;
import com.dhanman.operator.postgres.config.Heritage.Course;
import com.dhanman.operator.postgres.config.Lineage;
import com.dhanman.operator.postgres.credentials.ClientIdentity;
import com.dhanman.operator.postgres.credentials.SourcePassword;
import com.dhanman.operator.postgres.patroni.ClusterState;
import com.dhanman.operator.postgres.source.SourceView;
import com.dhanman.operator.postgres.source.SourceWatch;
import com.dhanman.operator.postgres.sql.Password;
import com.dhanman.operator.postgres.sql.SourceServer;
import com.dhanman.operator.postgres.sql.SqlTarget;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** What a cluster has to do with the server outside of it that it begins as a standby of. */
final class SourceUpkeep {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final SourceWatch watch = new SourceWatch();

    /**
     * What is known of it.
     *
     * @param secrets those of the cluster and those that it refers to
     * @param rolesMade whether roles for its instances were seen to be there
     */
    record Known(
            Observed observed,
            ClusterState state,
            Collection<Secret> secrets,
            Optional<ClientIdentity> identity,
            boolean rolesMade) {}

    /** How the cluster began, and what is seen of the server. */
    record Result(Heritage heritage, SourceView view) {
        /** When to look again: no event tells that roles were made. */
        Optional<Duration> again() {
            boolean unfinished =
                    heritage.begun() && heritage.course() == Course.LEFT && !heritage.rolesMade();
            return unfinished ? Optional.of(SOON) : view.again();
        }
    }

    Result keep(PostgresCluster cluster, Known known, Instant now) {
        Heritage heritage = heritage(cluster, known, false);
        SourceView view = watch.look(cluster, heritage, asked(cluster, known), now);
        return new Result(heritage(cluster, known, view.admitted()), view);
    }

    private static Heritage heritage(PostgresCluster cluster, Known known, boolean admitted) {
        boolean begun =
                known.observed().objects().stream()
                        .anyMatch(PersistentVolumeClaim.class::isInstance);
        Optional<Boolean> own =
                known.observed().configMaps().stream()
                        .filter(it -> it.getMetadata().getName().equals(file(cluster)))
                        .flatMap(it -> it.getData().values().stream())
                        .findFirst()
                        .map(Configuration::isOwn);
        return new Heritage(
                begun,
                course(known.state()),
                admitted,
                known.rolesMade() || own.orElse(cluster.getSpec().bootstrap() == null));
    }

    private static String file(PostgresCluster cluster) {
        return ClusterNames.scope(cluster.getMetadata().getName());
    }

    private static Course course(ClusterState state) {
        if (state.configuration().standby()) {
            return Course.FOLLOWS;
        }
        return state.systemId().isPresent() ? Course.LEFT : Course.UNKNOWN;
    }

    private static SourceWatch.Asked asked(PostgresCluster cluster, Known known) {
        Optional<PostgresSource> source = Lineage.source(cluster.getSpec());
        if (source.isEmpty()) {
            return new SourceWatch.Asked(
                    Optional.empty(), Optional.empty(), Optional.empty(), true);
        }
        Optional<Password> password = SourcePassword.of(cluster, known.secrets());
        Optional<Finding> trouble =
                password.isPresent()
                        ? Optional.empty()
                        : Optional.of(SourcePassword.missing(cluster, known.secrets()));
        return new SourceWatch.Asked(
                password.map(it -> server(source.get(), it)),
                trouble,
                known.identity().flatMap(it -> leader(known.state(), it)),
                Applier.isPaused(cluster));
    }

    private static SourceServer server(PostgresSource source, Password password) {
        return new SourceServer(
                source.host(),
                source.port() == null ? ClusterNames.POSTGRES_PORT : source.port(),
                source.user(),
                password,
                source.slot());
    }

    private static Optional<SqlTarget> leader(ClusterState state, ClientIdentity identity) {
        return state.servingLeader()
                .flatMap(it -> it.ip())
                .flatMap(
                        address -> {
                            try {
                                return Optional.of(
                                        new SqlTarget(
                                                address,
                                                ClusterNames.POSTGRES_PORT,
                                                new SqlTarget.Tls(
                                                        identity.context(), identity.serverName()),
                                                new SqlTarget.Expected(
                                                        state.systemId().orElse(null), null)));
                            } catch (GeneralSecurityException e) {
                                return Optional.empty();
                            }
                        });
    }
}
