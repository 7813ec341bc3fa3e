package com.dhanman.operator.postgres.config;

import com.dhanman.operator.api.v1alpha1.PostgresClusterSpec;
import com.dhanman.operator.api.v1alpha1.PostgresSource;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.postgres.sql.OwnRole;
import com.dhanman.operator.postgres.sql.PoolerLookup;
import java.util.ArrayList;
import java.util.List;

/**
 * Who may log in, and how: the first line that fits decides.
 *
 * @param rules lines of pg_hba.conf
 * @param identities lines of pg_ident.conf: which certificate or user may be which role
 * @param findings what is wrong with the user's own lines
 */
public record HostBasedAccess(List<String> rules, List<String> identities, List<Finding> findings) {
    /** Role by which instances follow each other, and common name of their certificate. */
    public static final String REPLICATOR = "replicator";

    /** Role that pg_rewind reads a new primary's files as. */
    public static final String REWINDER = "rewind";

    /** Common name of the operator's certificate. */
    public static final String OPERATOR = "dhanman_operator";

    /** Common name of the certificate of backups, which read what only a superuser may. */
    public static final String BACKUP = "dhanman_backup";

    public static final String SUPERUSER = "postgres";

    /** Role by which PgBouncer looks passwords up, and common name of its certificate. */
    public static final String POOLER = "dhanman_pooler";

    /** Role that reads statistics, and user of the container that does. */
    private static final String EXPORTER = OwnRole.EXPORTER.roleName();

    private static final String EXPORTER_USER = "exporter";

    private static final List<String> RULES =
            List.of(
                    "local all %s peer".formatted(SUPERUSER),
                    "local replication %s peer map=container".formatted(REPLICATOR),
                    "local all %s peer map=exporter".formatted(EXPORTER),
                    "hostssl replication %s all cert map=replication".formatted(REPLICATOR),
                    "hostssl all %s all cert map=replication".formatted(REWINDER),
                    "hostssl all %s all cert map=operator".formatted(SUPERUSER));
    private static final List<String> IDENTITIES =
            List.of(
                    "container %s %s".formatted(SUPERUSER, REPLICATOR),
                    "exporter %s %s".formatted(EXPORTER_USER, EXPORTER),
                    "replication %s %s".formatted(REPLICATOR, REPLICATOR),
                    "replication %s %s".formatted(REPLICATOR, REWINDER),
                    "operator %s %s".formatted(OPERATOR, SUPERUSER),
                    "operator %s %s".formatted(BACKUP, SUPERUSER));

    public static HostBasedAccess of(PostgresClusterSpec spec) {
        List<Finding> findings = new ArrayList<>();
        List<String> rules = new ArrayList<>();
        List<String> identities = new ArrayList<>(IDENTITIES);
        // Until the cluster has roles of its own, its instances use the source's. It may be of the
        // same name, so that it comes first. It stays, since instances change over one by one.
        Lineage.source(spec)
                .map(PostgresSource::user)
                .map(HostBasedAccess::quoted)
                .ifPresent(
                        role -> {
                            rules.add("local replication " + role + " peer map=container");
                            rules.add("hostssl replication " + role + " all scram-sha-256");
                            identities.add("container " + SUPERUSER + " " + role);
                        });
        rules.addAll(RULES);
        if (spec.pooler() != null) {
            rules.add("hostssl %s %s all cert".formatted(PoolerLookup.DATABASE, POOLER));
        }
        rules.add("hostnossl all all all reject");
        // Nobody may log in as these by a password, whatever a later line says.
        rules.add(
                "hostssl all,replication %s,%s,%s,%s all reject"
                        .formatted(SUPERUSER, REPLICATOR, REWINDER, EXPORTER));
        List<String> own = spec.pgHba() == null ? List.of() : spec.pgHba();
        for (int i = 0; i < own.size(); i++) {
            if (!AccessRule.isEmpty(own.get(i))) {
                AccessRule.check(own.get(i), "spec.pgHba[%d]".formatted(i))
                        .ifPresentOrElse(findings::add, add(rules, own.get(i)));
            }
        }
        rules.add("hostssl all all all scram-sha-256");
        return new HostBasedAccess(
                List.copyOf(rules), List.copyOf(identities), List.copyOf(findings));
    }

    private static Runnable add(List<String> rules, String rule) {
        return () -> rules.add(rule.strip());
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
