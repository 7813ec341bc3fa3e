package com.dhanman.operator.cli.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresClusterStatus;
import com.dhanman.operator.api.v1alpha1.PostgresInstanceStatus;
import com.dhanman.operator.postgres.ClusterNames;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;

/** What `status` prints. */
record StatusText(PostgresCluster cluster, Look look) {
    void print(PrintWriter out) {
        PostgresClusterStatus status = cluster.getStatus();
        out.printf(
                "%s/%s: PostgreSQL %s, %s instances ready, replication %s%n%n",
                cluster.getMetadata().getNamespace(),
                cluster.getMetadata().getName(),
                status.version(),
                status.ready(),
                Objects.toString(status.replication(), "-"));
        instances().print(out);
        slots().print(out);
        look.note().ifPresent(it -> out.printf("%s%n%n", it));
        databases(status).print(out);
        operations(status).print(out);
        conditions(status).print(out);
    }

    private Table instances() {
        Table table = new Table("INSTANCE", "ROLE", "STATE", "TIMELINE", "LAG", "NODE");
        for (PostgresInstanceStatus it : look.instances()) {
            table.row(it.name(), it.role(), it.state(), it.timeline(), lag(it), it.node());
        }
        return table;
    }

    private String lag(PostgresInstanceStatus instance) {
        Figures.Replica replica = look.figures().replicas().get(ClusterNames.pod(instance.name()));
        return replica == null ? instance.lag() : replica.toString();
    }

    private Table slots() {
        Table table = new Table("SLOT", "TYPE", "IN USE", "KEEPS", "STATUS");
        for (Figures.Slot it : look.figures().slots()) {
            table.row(
                    it.name(),
                    it.type(),
                    it.active() ? "yes" : "no",
                    it.kept().isPresent() ? Figures.amount(it.kept().getAsLong()) : null,
                    it.status());
        }
        return table;
    }

    private static Table databases(PostgresClusterStatus status) {
        Table table = new Table("DATABASE", "OWNER", "SECRET");
        all(status.databases()).forEach(it -> table.row(it.name(), it.owner(), it.secret()));
        return table;
    }

    private static Table operations(PostgresClusterStatus status) {
        Table table = new Table("OPERATION", "REQUEST", "TIME", "OUTCOME");
        all(status.operations())
                .forEach(
                        it ->
                                table.row(
                                        it.name(),
                                        it.request(),
                                        it.time(),
                                        it.state() + ": " + it.message()));
        return table;
    }

    private static Table conditions(PostgresClusterStatus status) {
        Table table = new Table("CONDITION", "STATUS", "REASON", "MESSAGE");
        all(status.conditions())
                .forEach(
                        it ->
                                table.row(
                                        it.getType(),
                                        it.getStatus(),
                                        it.getReason(),
                                        it.getMessage()));
        return table;
    }

    private static <T> List<T> all(List<T> items) {
        return items == null ? List.of() : items;
    }
}
