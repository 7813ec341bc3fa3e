package com.dhanman.operator.postgres.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.kernel.Finding.Severity;
import com.dhanman.operator.postgres.sql.SourceAnswer;
import com.dhanman.operator.postgres.sql.SourceAnswer.Failed;
import com.dhanman.operator.postgres.sql.SourceAnswer.Why;
import com.dhanman.operator.postgres.sql.SourceFacts.Checks;
import com.dhanman.operator.postgres.sql.SourceFacts.Inside;
import com.dhanman.operator.postgres.sql.SourceFacts.Slot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a server that is to be copied, and what to do there. */
class PreflightTest {
    private static final Map<String, String> HERE =
            Map.of("max_connections", "100", "max_wal_senders", "20");

    @Test
    void aGoodServerHasNothingToMend() {
        assertThat(of(Sources.told(Sources.good()))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    STOPPED        | SourceUnreachable  | listen_addresses = '*'
                    UNREACHABLE    | SourceUnreachable  | firewalls
                    NOT_NOW        | SourceUnreachable  | asked again by itself
                    PASSWORD       | SourcePassword     | ALTER ROLE standby PASSWORD
                    NO_REPLICATION | SourceRole         | ALTER ROLE standby REPLICATION
                    NO_SENDERS     | SourceSendersTaken | max_wal_senders = 10
                    """)
    void whatKeepsTheRoleOutHasARemedy(Why why, String reason, String remedy) {
        Finding finding = one(new Failed(why, "some words"));

        assertThat(finding.reason()).isEqualTo(reason);
        assertThat(finding.remedy()).contains(remedy);
        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
    }

    @Test
    void aMissingLineOfPgHbaIsWrittenOut() {
        Finding finding =
                one(
                        new Failed(
                                Why.REFUSED,
                                "no pg_hba.conf entry for replication connection from host"
                                        + " \"10.42.3.7\", user \"standby\", no encryption"));

        assertThat(finding.reason()).isEqualTo("SourceRefuses");
        assertThat(finding.message()).contains("from the address 10.42.3.7");
        assertThat(finding.remedy())
                .contains("host replication standby 10.42.3.7/32 scram-sha-256")
                .contains("pg_reload_conf()");
    }

    @Test
    void anotherMajorVersionCannotBeCopied() {
        Finding finding = one(Sources.told(17, true, 0, Optional.empty()));

        assertThat(finding.reason()).isEqualTo("SourceVersion");
        assertThat(finding.message()).contains("17.1 (Debian)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    MISSING    | ERROR   | SourceSlotMissing | On the server: SELECT pg_create_physical_replication_slot('dhanman', true)
                    LOGICAL    | ERROR   | SourceSlotUnfit   | Name another
                    ACTIVE     | ERROR   | SourceSlotTaken   | slot of its own
                    LOST       | ERROR   | SourceSlotUnfit   | SELECT pg_drop_replication_slot('dhanman'), then
                    UNRESERVED | WARNING | SourceSlotEmpty   | pg_drop_replication_slot
                    """)
    void theSlotMustBeUsable(Slot slot, Severity severity, String reason, String remedy) {
        Checks good = Sources.good();
        Finding finding =
                one(
                        Sources.told(
                                new Checks(
                                        good.walLevel(),
                                        false,
                                        true,
                                        good.settings(),
                                        "0",
                                        true,
                                        Optional.of(slot),
                                        good.inside())));

        assertThat(finding.reason()).isEqualTo(reason);
        assertThat(finding.severity()).isEqualTo(severity);
        assertThat(finding.remedy()).contains(remedy);
    }

    @Test
    void settingsMustNotBeLess() {
        Finding finding =
                one(
                        Sources.told(
                                new Checks(
                                        "replica",
                                        false,
                                        true,
                                        Map.of(
                                                "max_connections", 300,
                                                "max_wal_senders", 10,
                                                "max_worker_processes", 16,
                                                "max_locks_per_transaction", 64,
                                                "max_prepared_transactions", 0),
                                        "0",
                                        true,
                                        Optional.of(Slot.FREE),
                                        Optional.empty())));

        assertThat(finding.reason()).isEqualTo("SourceSettings");
        assertThat(finding.message()).endsWith("max_connections: 300, max_worker_processes: 16");
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        List<Finding> findings =
                of(
                        Sources.told(
                                18,
                                false,
                                0,
                                Optional.of(
                                        new Checks(
                                                "minimal",
                                                true,
                                                false,
                                                Map.of(),
                                                "0",
                                                false,
                                                Optional.empty(),
                                                Optional.of(
                                                        new Inside(
                                                                List.of("/mnt/fast"), false))))));

        assertThat(findings)
                .extracting(Finding::reason)
                .containsExactlyInAnyOrder(
                        "SourceIsStandby",
                        "SourceLog",
                        "SourceSendersTaken",
                        "SourceTablespaces",
                        "SourceSuperuser",
                        "SourceWithoutChecksums",
                        "SourceUnencrypted");
    }

    @Test
    void withoutASlotTheServerHasToKeepSomething() {
        var spec =
                new com.dhanman.operator.api.v1alpha1.PostgresSource(
                        "vps",
                        null,
                        "standby",
                        Sources.spec(false).bootstrap().standbyOf().passwordSecret(),
                        null,
                        null);

        assertThat(Preflight.of(spec, Sources.told(Sources.good()), HERE))
                .extracting(Finding::reason)
                .containsExactly("SourceKeepsNothing");
    }

    private static Finding one(SourceAnswer answer) {
        List<Finding> findings = of(answer);
        assertThat(findings).hasSize(1);
        return findings.getFirst();
    }

    private static List<Finding> of(SourceAnswer answer) {
        return Preflight.of(Sources.spec(false).bootstrap().standbyOf(), answer, HERE);
    }
}
