package com.dhanman.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.testkit.Awaited;
import com.dhanman.operator.testkit.Database;
import com.dhanman.operator.testkit.Dhanman;
import com.dhanman.operator.testkit.RealNodes;
import com.dhanman.operator.testkit.SeedConfiguration;
import com.dhanman.operator.testkit.Shell;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * One instance with the configuration of Dhanman's VPS: settings, passwords, and what its pod may
 * do.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresConfigurationE2E {
    private static final String SALES = "qa-dhanman-sales";
    private static final String OWNER = "dhanman_user";

    /** Prints the certificate that PostgreSQL shows to clients. */
    private static final String PRESENTED =
            """
            import socket, ssl
            plain = socket.create_connection(("localhost", 5432))
            plain.sendall(bytes.fromhex("0000000804d2162f"))
            plain.recv(1)
            with ssl._create_unverified_context().wrap_socket(plain) as secure:
                print(ssl.DER_cert_to_PEM_cert(secure.getpeercert(True)))
            """;

    private final RealNodes nodes = new RealNodes();
    private final Database database =
            new Database(
                    nodes.client(),
                    "pgconf-" + Long.toString(System.currentTimeMillis() / 1000, 36));

    @BeforeAll
    void begin() throws IOException {
        database.apply(
                """
                instances: 1
                storage: {size: 1Gi}
                resources: {requests: {memory: 256Mi}, limits: {memory: 16Gi}}
                databases: [{name: %s, owner: %s}]
                parameters:
                """
                                .formatted(SALES, OWNER)
                        + SeedConfiguration.yaml().indent(2));
        database.awaitReady();
    }

    @AfterAll
    void end() {
        database.close();
        nodes.client().close();
    }

    @Test
    void theSeedsConfigurationShowsInPgSettings() throws IOException {
        Map<String, String> shown = new TreeMap<>();
        Map<String, String> written = new TreeMap<>();
        SeedConfiguration.settings()
                .forEach(
                        (name, value) -> {
                            if (!name.startsWith("log_") || name.startsWith("log_min")) {
                                written.put(name, comparable(value));
                                shown.put(name, comparable(show(name)));
                            }
                        });
        // The container's log takes what the collector would write to files.
        written.remove("logging_collector");

        assertThat(shown.remove("logging_collector")).isEqualTo("off");
        assertThat(shown).isEqualTo(written).hasSize(15);
        assertThat(Database.condition(database.get().getStatus(), "ConfigValid").getMessage())
                .contains("log_directory");
    }

    @Test
    void passwordsAreChangedWhileTheOldOnesStayValid() {
        String password = database.secret(SALES, "password");

        Shell.Result changed =
                Dhanman.run("postgres", "rotate-passwords", "main", "-n", database.namespace());
        assertThat(changed.status()).as(changed.output()).isZero();
        assertThat(changed.output()).contains("Succeeded: ");

        String next =
                Awaited.until(() -> database.secret(SALES, "username"), it -> !it.equals(OWNER));
        assertThat(database.login(OWNER, password, SALES, "SELECT current_user").output().strip())
                .as("the old password is valid until its clients have the new one")
                .isEqualTo(OWNER);
        assertThat(
                        database.login(
                                        next,
                                        database.secret(SALES, "password"),
                                        SALES,
                                        "CREATE TABLE rotated (id int)")
                                .output())
                .isBlank();
        assertThat(
                        database.sql(
                                "main-1",
                                SALES,
                                "SELECT tableowner FROM pg_tables WHERE tablename = 'rotated'"))
                .as("what the new login makes belongs to the role")
                .isEqualTo(OWNER);
    }

    @Test
    void aPodMayDoWhatItNeedsAndNoMore() {
        assertThat(may("patch", "pod/main-1-0")).isTrue();
        assertThat(may("patch", "configmap/main-patroni-leader")).isTrue();
        assertThat(may("list", "configmaps")).isTrue();

        assertThat(may("delete", "pod/main-1-0")).isFalse();
        assertThat(may("patch", "pod/main-2-0")).isFalse();
        assertThat(may("create", "configmaps")).isFalse();
        assertThat(may("patch", "configmap/main-patroni")).isFalse();
        assertThat(may("get", "secrets")).isFalse();
        assertThat(may("create", "pods/exec")).isFalse();
        assertThat(may("patch", "services")).isFalse();
    }

    @Test
    void aServerCertificateIsReplacedWithoutARestart() {
        String started = sql("SELECT pg_postmaster_start_time()");
        String before = certificate();

        nodes.client().secrets().inNamespace(database.namespace()).withName("main-server").delete();

        Awaited.until(
                this::certificate,
                now -> now.contains("BEGIN CERTIFICATE") && !now.equals(before),
                Database.PATIENCE);
        assertThat(sql("SELECT pg_postmaster_start_time()")).isEqualTo(started);
        assertThat(
                        database.login(
                                        database.secret(SALES, "username"),
                                        database.secret(SALES, "password"),
                                        SALES,
                                        "SELECT 1")
                                .output()
                                .strip())
                .as("clients verify the new one by the authority that they have")
                .isEqualTo("1");
    }

    private String certificate() {
        return Shell.attempt(
                        "kubectl",
                        "exec",
                        "-n",
                        database.namespace(),
                        "main-1-0",
                        "-c",
                        "postgres",
                        "--",
                        "python3",
                        "-c",
                        PRESENTED)
                .output();
    }

    private String sql(String sql) {
        return database.sql("main-1", "postgres", sql);
    }

    private boolean may(String verb, String what) {
        return Shell.attempt(
                        "kubectl",
                        "auth",
                        "can-i",
                        verb,
                        what,
                        "-n",
                        database.namespace(),
                        "--as",
                        "system:serviceaccount:%s:main-patroni".formatted(database.namespace()))
                .output()
                .contains("yes");
    }

    private String show(String parameter) {
        return sql("SHOW " + parameter);
    }

    /** Numbers, amounts and times as numbers, words without quotes. */
    private static String comparable(String value) {
        String text = value.replace("'", "").replaceFirst("^([0-9]+)s$", "$1000");
        String amount = text.replaceFirst("([kMGT])B$", "$1i");
        if (!amount.matches("[0-9.]+([kMGT]i)?")) {
            return text;
        }
        BigDecimal number = Quantity.getAmountInBytes(new Quantity(amount.replace("ki", "Ki")));
        return Objects.requireNonNull(number).stripTrailingZeros().toPlainString();
    }
}
