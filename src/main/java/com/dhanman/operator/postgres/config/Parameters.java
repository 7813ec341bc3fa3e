package com.dhanman.operator.postgres.config;

import static com.dhanman.operator.postgres.config.Written.field;

import com.dhanman.operator.api.v1alpha1.PostgresClusterSpec;
import com.dhanman.operator.api.v1alpha1.Resources;
import com.dhanman.operator.kernel.Finding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * PostgreSQL's settings.
 *
 * @param effective all that are set, by name, as Patroni gets them
 * @param findings what is wrong with the user's own
 */
public record Parameters(SortedMap<String, String> effective, List<Finding> findings) {
    /** Standbys must not have less of these than the primary: it restarts first if they shrink. */
    public static final Set<String> PRIMARY_FIRST_WHEN_LESS =
            Set.of(
                    "max_connections",
                    "max_locks_per_transaction",
                    "max_prepared_transactions",
                    "max_wal_senders",
                    "max_worker_processes");

    public Parameters {
        effective = Collections.unmodifiableSortedMap(new TreeMap<>(effective));
        findings = List.copyOf(findings);
    }

    /**
     * Checks and completes the settings of a cluster.
     *
     * @param resources those of each instance, with defaults filled in
     */
    public static Parameters of(PostgresClusterSpec spec, Resources resources) {
        Own read = Own.of(spec.parameters());
        Map<String, String> own = read.settings();
        List<Finding> findings = new ArrayList<>(read.findings());
        findings.addAll(Hazards.in(own, Replication.of(spec).mode()));
        findings.addAll(ValueRules.in(own, spec.image() != null));
        findings.addAll(Libraries.in(own, spec.image() != null));
        Capacity capacity = Capacity.of(resources, spec.storage());
        SortedMap<String, String> all = new TreeMap<>(Defaults.completed(own, capacity));
        findings.addAll(Arithmetic.of(all, capacity, Replication.instances(spec)));
        findings.addAll(Arithmetic.pooler(all, spec));
        return new Parameters(all, findings);
    }

    /** How many connections PostgreSQL takes from clients, without those it keeps in reserve. */
    public int clientConnections() {
        return Arithmetic.clients(effective);
    }

    /**
     * Whether the connections that services may open are more than PostgreSQL takes.
     *
     * @param pools of services that connect to PostgreSQL, not to the pooler before it
     */
    public List<Finding> pools(List<Pool> pools) {
        long sum = pools.stream().mapToLong(Pool::sum).sum();
        if (sum <= clientConnections()) {
            return List.of();
        }
        return List.of(
                Finding.warning(
                        "PoolsExceedConnections",
                        field("max_connections"),
                        "%s may open %d connections together, and PostgreSQL takes %d (max_connections %s less what is kept for superusers)"
                                .formatted(
                                        text(pools),
                                        sum,
                                        clientConnections(),
                                        effective.get("max_connections")),
                        "Lower the pools' sizes, raise max_connections, or set spec.pooler"));
    }

    private static String text(List<Pool> pools) {
        List<Pool> largest =
                pools.stream()
                        .sorted(
                                Comparator.comparingLong(Pool::sum)
                                        .reversed()
                                        .thenComparing(Pool::owner))
                        .toList();
        String named =
                largest.stream()
                        .limit(6)
                        .map(it -> "%s %d x %d".formatted(it.owner(), it.pods(), it.connections()))
                        .collect(Collectors.joining(", "));
        return "%d pools (%s%s)".formatted(pools.size(), named, pools.size() > 6 ? ", ..." : "");
    }
}
