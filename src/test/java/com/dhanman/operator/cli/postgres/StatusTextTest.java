package com.dhanman.operator.cli.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresInstanceStatus;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusTextTest {
    private static final PostgresCluster CLUSTER =
            Serialization.unmarshal(
                    """
                    metadata: {name: main, namespace: dhanman-prod}
                    spec: {storage: {size: 1Gi}}
                    status:
                      version: 18
                      ready: 2/3
                      replication: Synchronous (main-2)
                      databases: [{name: sales, owner: dhanman_user, secret: main-db-sales}]
                      operations:
                        - {name: switchover, request: main-1@7, state: Succeeded, time: "2026-11-21T16:03:09Z", message: main-1 took over from main-3.}
                      conditions:
                        - {type: Ready, status: "False", reason: ReplicaBehind, message: 1 of 2 replicas stream.}
                        - {type: PrimaryReady, status: "True", reason: TakesWrites, message: main-1 takes writes.}
                    """,
                    PostgresCluster.class);
    private static final List<PostgresInstanceStatus> INSTANCES =
            List.of(
                    new PostgresInstanceStatus(
                            "main-1", "node2", "Primary", "running", 4, null, null),
                    new PostgresInstanceStatus(
                            "main-2", "node3", "Replica", "streaming", 4, "0 MiB", null),
                    new PostgresInstanceStatus(
                            "main-3", null, "Fenced", "stopped", null, null, null));

    @Test
    void rolesTimelineLagSlotsAndOperationsAreInColumns() {
        Figures figures =
                Figures.parse(
                        """
                        replica|main-2-0|33554432|1.5
                        replica|pg_basebackup||0.0
                        slot|main_2_0|physical|t|reserved|33554432
                        slot|main_3_0|physical|f|extended|5368709120
                        slot|new|physical|f||
                        """);

        assertThat(text(new Look(INSTANCES, figures, Optional.empty())))
                .isEqualTo(
                        """
                        dhanman-prod/main: PostgreSQL 18, 2/3 instances ready, replication Synchronous (main-2)

                        INSTANCE   ROLE      STATE       TIMELINE   LAG               NODE
                        main-1     Primary   running     4          -                 node2
                        main-2     Replica   streaming   4          32.0 MiB, 1.5 s   node3
                        main-3     Fenced    stopped     -          -                 -

                        SLOT       TYPE       IN USE   KEEPS      STATUS
                        main_2_0   physical   yes      32.0 MiB   reserved
                        main_3_0   physical   no       5.0 GiB    extended
                        new        physical   no       -          -

                        DATABASE   OWNER          SECRET
                        sales      dhanman_user   main-db-sales

                        OPERATION    REQUEST    TIME                   OUTCOME
                        switchover   main-1@7   2026-11-21T16:03:09Z   Succeeded: main-1 took over from main-3.

                        CONDITION      STATUS   REASON          MESSAGE
                        Ready          False    ReplicaBehind   1 of 2 replicas stream.
                        PrimaryReady   True     TakesWrites     main-1 takes writes.

                        """);
    }

    @Test
    void whereThePrimaryCannotBeAskedTheLagIsWhatPatroniLastSaid() {
        String text =
                text(
                        new Look(
                                INSTANCES,
                                Figures.NONE,
                                Optional.of("psql cannot be run: forbidden")));

        assertThat(text)
                .contains("main-2     Replica   streaming   4          0 MiB   node3")
                .contains("\npsql cannot be run: forbidden\n")
                .doesNotContain("SLOT");
    }

    @Test
    void amountsAreReadable() {
        assertThat(Figures.amount(0)).isEqualTo("0 B");
        assertThat(Figures.amount(1023)).isEqualTo("1023 B");
        assertThat(Figures.amount(1536)).isEqualTo("1.5 KiB");
        assertThat(Figures.amount(3L << 40)).isEqualTo("3.0 TiB");
    }

    private static String text(Look look) {
        StringWriter out = new StringWriter();
        new StatusText(CLUSTER, look).print(new PrintWriter(out, true));
        return out.toString();
    }
}
