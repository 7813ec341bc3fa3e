package com.dhanman.operator.postgres.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.kernel.Finding;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HostBasedAccessTest {
    static Stream<String> taken() {
        return Stream.of(
                "hostssl reports analyst 10.0.0.0/8 scram-sha-256",
                "hostssl  reports, sales  analyst,+readers\t10.1.2.3/32 scram-sha-256 # comment",
                "hostssl \"prod-dhanman-sales\" \"odd \"\"role\" all cert",
                "hostssl all all 10.0.0.0 255.0.0.0 scram-sha-256",
                "hostssl all all ::/0 scram-sha-256",
                "hostssl all all 2001:db8::1/128 reject",
                "hostssl all all fe80::1:ffff:10.0.0.1/64 reject",
                "hostssl all all .example.com scram-sha-256",
                "hostssl all all db-1.example.com scram-sha-256 clientcert=verify-full",
                "hostssl replication other samenet scram-sha-256",
                "hostssl /^sales_.*$ all samehost cert clientname=DN",
                "host all mallory all reject",
                "local all dba peer",
                "local reports analyst scram-sha-256",
                "hostssl all \"@odd\" all scram-sha-256");
    }

    @Test
    void thePoolerLooksPasswordsUpByItsCertificateWhereThereIsOne() {
        String lookUp = "hostssl postgres dhanman_pooler all cert";

        assertThat(HostBasedAccess.of(Specs.with("pooler: {}")).rules()).contains(lookUp);
        assertThat(HostBasedAccess.of(Specs.with("instances: 3")).rules()).doesNotContain(lookUp);
    }

    @ParameterizedTest
    @MethodSource("taken")
    void takesWhatPostgresTakes(String line) {
        assertThat(AccessRule.check(line, "x")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    hostssl all all all trust                     | Unsafe  | scram-sha-256
                    hostssl all all all md5                       | Unsafe  | scram-sha-256
                    hostssl all all all password                  | Unsafe  | scram-sha-256
                    local all all trust                           | Unsafe  | scram-sha-256
                    host all all all scram-sha-256                | Unsafe  | hostssl
                    hostnossl all all all scram-sha-256           | Unsafe  | hostssl
                    host all all 127.0.0.1/32 cert                | Unsafe  | hostssl
                    hostgssenc all all all scram-sha-256          | Unsafe  | hostssl
                    hostsll all all all scram-sha-256             | Invalid | hostssl
                    include other.conf                            | Invalid | Write the rules here
                    hostssl all                                   | Invalid | type, databases
                    hostssl all all                               | Invalid | type, databases
                    hostssl all all all                           | Invalid | type, databases
                    hostssl all all 10.0.0.0/33 cert              | Invalid | 10.0.0.0/8
                    hostssl all all 10.0.0/8 cert                 | Invalid | 10.0.0.0/8
                    hostssl all all 10.0.0.256/32 cert            | Invalid | 10.0.0.0/8
                    hostssl all all 1.2.3.4.5 cert                | Invalid | 10.0.0.0/8
                    hostssl all all 10.0.0.1 cert                 | Invalid | 10.1.2.3/32
                    hostssl all all 2001:db8:::1/64 cert          | Invalid | 10.0.0.0/8
                    hostssl all all 1:2:3:4:5:6:7:8:9/64 cert     | Invalid | 10.0.0.0/8
                    hostssl all all a.example,b.example cert      | Invalid | a rule for each
                    hostssl all all all scram                     | Invalid | scram-sha-256
                    hostssl all all all peer                      | Invalid | scram-sha-256
                    hostssl all all all ldap ldapbindpasswd=s3    | Invalid | scram-sha-256
                    hostssl all all all cert map=operator         | Invalid | clientcert
                    hostssl all all all reject map=s3             | Invalid | clientcert
                    hostssl @admins all all cert                  | Invalid | separated by commas
                    hostssl all /( all cert                       | Invalid | Write the names
                    hostssl "all all all cert                     | Invalid | Close it
                    hostssl all all all cert\\                    | Invalid | item of its own
                    """)
    void refusesTheRest(String line, String kind, String remedy) {
        Optional<Finding> finding = AccessRule.check(line, "spec.pgHba[3]");

        assertThat(finding).isPresent();
        assertThat(finding.get().reason()).isEqualTo(kind + "AccessRule");
        assertThat(finding.get().field()).isEqualTo("spec.pgHba[3]");
        assertThat(finding.get().remedy()).contains(remedy);
        assertThat(finding.get().text()).doesNotContain("s3");
    }

    @Test
    void refusesASecondLine() {
        assertThat(AccessRule.check("hostssl all all all reject\nlocal all all trust", "x"))
                .get()
                .extracting(Finding::reason)
                .isEqualTo("InvalidAccessRule");
    }

    @Test
    void putsOnesOwnLinesBeforeTheOneForAll() {
        HostBasedAccess access =
                HostBasedAccess.of(
                        Specs.with(
                                "pgHba:",
                                "  - '# reports'",
                                "  - ' hostssl reports all all reject '",
                                "  - nonsense"));

        assertThat(access.rules())
                .endsWith("hostssl reports all all reject", "hostssl all all all scram-sha-256")
                .doesNotContain("nonsense", "# reports");
        assertThat(access.findings()).extracting(Finding::field).containsExactly("spec.pgHba[2]");
    }

    @Test
    void letsInTheRoleOfASource() {
        assertThat(
                        HostBasedAccess.of(
                                        Specs.with(
                                                "bootstrap: {standbyOf: {host: vps, user:"
                                                        + " follower, passwordSecret: {name: s,"
                                                        + " key: k}}}"))
                                .rules())
                .startsWith(
                        "local replication \"follower\" peer map=container",
                        "hostssl replication \"follower\" all scram-sha-256");
    }
}
