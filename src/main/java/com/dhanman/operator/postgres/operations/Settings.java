package com.dhanman.operator.postgres.operations;

import com.dhanman.operator.postgres.patroni.Member;
import com.dhanman.operator.postgres.patroni.Report.PendingChange;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which restarts put settings into effect. A replica must not have less of some resources than the
 * primary: PostgreSQL refuses to start. Larger values therefore go to replicas first. Smaller ones
 * go to the primary first, and where it is: a replica keeps the larger value of the primary that it
 * follows however often it is restarted, and would take it along when promoted.
 */
final class Settings {
    private static final Set<String> AT_LEAST_THE_PRIMARYS =
            Set.of(
                    "max_connections",
                    "max_prepared_transactions",
                    "max_locks_per_transaction",
                    "max_worker_processes",
                    "max_wal_senders");

    private Settings() {}

    /** Whether the leader has to be restarted where it is, because a value becomes smaller. */
    static boolean shrink(Member leader) {
        return leader.report().pendingRestart().entrySet().stream().anyMatch(Settings::isSmaller);
    }

    /** Whether a restart of a replica would put anything into effect now. */
    static boolean helps(Member replica, Optional<Member> leader) {
        Map<String, PendingChange> ofLeader =
                leader.map(it -> it.report().pendingRestart()).orElse(Map.of());
        return replica.report().pendingRestart().entrySet().stream()
                .anyMatch(it -> !isSmaller(it) || !ofLeader.containsKey(it.getKey()));
    }

    private static boolean isSmaller(Map.Entry<String, PendingChange> change) {
        return AT_LEAST_THE_PRIMARYS.contains(change.getKey().toLowerCase(Locale.ROOT))
                && number(change.getValue().then())
                        .flatMap(
                                then ->
                                        number(change.getValue().now())
                                                .map(now -> then.compareTo(now) < 0))
                        .orElse(false);
    }

    private static Optional<BigDecimal> number(String text) {
        try {
            return Optional.of(new BigDecimal(text.strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
