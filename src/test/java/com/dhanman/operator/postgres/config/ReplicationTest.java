package com.dhanman.operator.postgres.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.PostgresReplication.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicationTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    3 | {}                                           | Synchronous  | false | 1
                    2 | {}                                           | Synchronous  | false | 1
                    1 | {}                                           | Asynchronous | false | 0
                    3 | {mode: Asynchronous}                         | Asynchronous | false | 0
                    3 | {mode: Asynchronous, strict: true}           | Asynchronous | false | 0
                    3 | {mode: Quorum}                               | Quorum       | false | 1
                    3 | {mode: Synchronous, strict: true}            | Synchronous  | true  | 1
                    5 | {mode: Quorum, synchronousReplicas: 2}       | Quorum       | false | 2
                    3 | {synchronousReplicas: 2}                     | Synchronous  | false | 2
                    """)
    void fillsInDefaults(int instances, String own, Mode mode, boolean strict, int replicas) {
        Replication replication = replication(instances, own);

        assertThat(replication.findings()).isEmpty();
        assertThat(replication.mode()).isEqualTo(mode);
        assertThat(replication.strict()).isEqualTo(strict);
        assertThat(replication.synchronousReplicas()).isEqualTo(replicas);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    2 | {strict: true}                                  | ERROR ReplicationImpossible
                    1 | {mode: Synchronous}                             | WARNING ReplicationFragile
                    1 | {synchronousReplicas: 1}                        | ERROR ReplicationImpossible
                    3 | {synchronousReplicas: 3}                        | ERROR ReplicationImpossible
                    3 | {strict: true, synchronousReplicas: 2}          | WARNING ReplicationFragile
                    3 | {maximumLagOnFailover: 0}                       | ERROR ReplicationImpossible
                    3 | {mode: Asynchronous, maximumLagOnFailover: -1}  | ERROR ReplicationImpossible
                    3 | {mode: Asynchronous, maximumLagOnFailover: 1Mi} | WARNING ReplicationFragile
                    """)
    void findsWhatEndsWithoutAPrimary(int instances, String own, String finding) {
        assertThat(Specs.reasons(replication(instances, own).findings())).containsExactly(finding);
    }

    @Test
    void limitsTheLagOfAFailoverOnlyWhereItCanLoseCommits() {
        assertThat(replication(3, "{mode: Asynchronous}").maximumLagOnFailover())
                .isEqualTo(32 << 20);
        assertThat(
                        replication(3, "{mode: Asynchronous, maximumLagOnFailover: 64Mi}")
                                .maximumLagOnFailover())
                .isEqualTo(64 << 20);
        for (String mode : List.of("Synchronous", "Quorum")) {
            assertThat(replication(3, "{mode: " + mode + "}").maximumLagOnFailover())
                    .isGreaterThan(1L << 40);
        }
    }

    private static Replication replication(int instances, String own) {
        return Replication.of(Specs.with("instances: " + instances, "replication: " + own));
    }
}
