package com.dhanman.operator.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.kernel.Applier;
import com.dhanman.operator.postgres.credentials.ClientIdentity;
import com.dhanman.operator.postgres.credentials.Credentials;
import com.dhanman.operator.postgres.credentials.Ensured;
import com.dhanman.operator.postgres.credentials.LoginReport;
import com.dhanman.operator.postgres.credentials.ScramVerifiers;
import com.dhanman.operator.postgres.patroni.ClusterState;
import com.dhanman.operator.postgres.patroni.Member;
import com.dhanman.operator.postgres.sql.DesiredSql;
import com.dhanman.operator.postgres.sql.SqlConvergence;
import com.dhanman.operator.postgres.sql.SqlOutcome;
import com.dhanman.operator.postgres.sql.SqlTarget;
import com.dhanman.operator.postgres.sql.SqlTimeouts;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings roles and databases of a primary up to what is declared, where there is cause: something
 * is declared anew, another instance leads, the last try failed, or a while has passed in which
 * somebody may have changed them by hand. Otherwise it does not talk to the server.
 */
final class DatabaseUpkeep {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseUpkeep.class);
    private static final Duration TRUSTED = Duration.ofMinutes(9);

    private final SqlConvergence convergence =
            new SqlConvergence(new ScramVerifiers(), SqlTimeouts.DEFAULT);
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /**
     * What was last done for a cluster.
     *
     * @param cause what it was done for
     * @param report what is known of logins since
     */
    private record Known(String cause, SqlOutcome outcome, LoginReport report, Instant at) {}

    /**
     * Does what is due.
     *
     * @return what came of it now or the last time; empty where there never was a primary to talk
     *     to
     */
    Optional<SqlOutcome> keep(
            PostgresCluster cluster, Ensured ensured, ClusterState state, Instant now) {
        Optional<Member> leader =
                state.servingLeader()
                        .filter(it -> it.ip().isPresent())
                        .filter(it -> !state.configuration().standby());
        if (leader.isPresent()
                && ensured.credentials().isPresent()
                && ensured.identity().isPresent()
                && !Applier.isPaused(cluster)) {
            Credentials credentials = ensured.credentials().get();
            DesiredSql desired =
                    DesiredSql.of(cluster.getSpec(), Logins.access(cluster.getSpec(), credentials));
            String cause = cause(desired, leader.get(), state);
            if (isDue(known.get(key(cluster)), cause, now)) {
                SqlOutcome outcome =
                        converge(leader.get(), desired, ensured.identity().get(), state);
                outcome.changes().forEach(it -> LOG.info("{}", it));
                LoginReport report =
                        outcome.complete() ? Logins.installed(credentials) : LoginReport.NONE;
                known.put(key(cluster), new Known(cause, outcome, report, now));
            }
        }
        return Optional.ofNullable(known.get(key(cluster))).map(Known::outcome);
    }

    /** What is known of a cluster's logins. */
    LoginReport report(PostgresCluster cluster) {
        Known last = known.get(key(cluster));
        return last == null ? LoginReport.NONE : last.report();
    }

    /** Whether the roles were seen to be there by which instances log in to each other. */
    boolean instances(PostgresCluster cluster) {
        Known last = known.get(key(cluster));
        return last != null && last.outcome().instances();
    }

    private static String key(PostgresCluster cluster) {
        return cluster.getMetadata().getUid();
    }

    private static String cause(DesiredSql desired, Member leader, ClusterState state) {
        return String.join(
                " ",
                desired.fingerprint(),
                leader.uid(),
                leader.report().timeline().toString(),
                state.systemId().orElse(""));
    }

    private static boolean isDue(Known last, String cause, Instant now) {
        return last == null
                || !last.cause().equals(cause)
                || last.outcome().again()
                || now.isAfter(last.at().plus(TRUSTED));
    }

    private SqlOutcome converge(
            Member leader, DesiredSql desired, ClientIdentity identity, ClusterState state) {
        try {
            return convergence.converge(
                    new SqlTarget(
                            leader.ip().orElseThrow(),
                            ClusterNames.POSTGRES_PORT,
                            new SqlTarget.Tls(identity.context(), identity.serverName()),
                            new SqlTarget.Expected(state.systemId().orElse(null), null)),
                    desired);
        } catch (GeneralSecurityException e) {
            return SqlOutcome.failure("The operator's certificate cannot be used");
        }
    }
}
