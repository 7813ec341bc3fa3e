package com.dhanman.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.postgres.credentials.StandInIssuer;
import com.dhanman.operator.testkit.Awaited;
import com.dhanman.operator.testkit.Database;
import com.dhanman.operator.testkit.RealNodes;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A cluster that runs changes to an issuer's certificate, one instance after the other.
 * cert-manager does not run here: the test issues in its place.
 */
class PostgresCertificatesE2E {
    private static final String SPEC =
            """
            storage: {size: 1Gi}
            databases: [{name: app}]
            """;

    private final RealNodes nodes = new RealNodes();
    private final String name = "tls-" + Long.toString(System.currentTimeMillis() / 1000, 36);
    private final Database database = new Database(nodes.client(), name);
    private final StandInIssuer certManager = new StandInIssuer(nodes.client(), name);

    @AfterEach
    void end() {
        database.close();
        certManager.uninstall();
        nodes.client().close();
    }

    @Test
    void instancesThatHaveTheNewCertificateFollowThoseThatHaveTheOld() {
        certManager.install();
        database.apply(SPEC);
        database.awaitReady();
        database.sql(database.primary(), "app", "CREATE TABLE kept AS SELECT 1 AS id");

        database.apply(SPEC + "tls: {issuerRef: {name: company}}\n");
        database.awaitReason("AwaitingCertificate");
        assertThat(issuers()).as("nothing was touched yet").noneMatch(it -> it.contains("company"));
        certManager.issue();

        Awaited.until(
                this::issuers, it -> it.stream().allMatch("company"::equals), Database.PATIENCE);
        assertThat(database.awaitAtRest().ready()).isEqualTo("3/3");
        assertThat(
                        database.login(
                                        database.secret("app", "username"),
                                        database.secret("app", "password"),
                                        "app",
                                        "SELECT 1")
                                .output()
                                .strip())
                .as("a client that knows the issuer's authority verifies the server")
                .isEqualTo("1");

        database.apply(SPEC + "tls: {}\n");
        Awaited.until(this::issuers, it -> it.stream().allMatch("main"::equals), Database.PATIENCE);
        assertThat(database.awaitAtRest().ready()).as("and back").isEqualTo("3/3");
        assertThat(database.sql(database.primary(), "app", "SELECT id FROM kept")).isEqualTo("1");
    }

    /** Who signed what each instance shows to its clients; without the number behind the name. */
    private List<String> issuers() {
        return List.of("main-1", "main-2", "main-3").stream()
                .map(it -> database.run(it, "python3", "-c", ISSUER).output().strip())
                .toList();
    }

    private static final String ISSUER =
            """
            import re, socket, ssl
            plain = socket.create_connection(("localhost", 5432))
            plain.sendall(bytes.fromhex("0000000804d2162f"))
            plain.recv(1)
            with ssl._create_unverified_context().wrap_socket(plain) as secure:
                shown = secure.getpeercert(True)
            print(re.search(rb"(company|main) [0-9a-f]{8}", shown).group(1).decode())
            """;
}
