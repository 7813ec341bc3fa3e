package com.dhanman.operator.postgres.sql;

import com.dhanman.operator.api.v1alpha1.PostgresClusterSpec;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.postgres.credentials.ScramVerifiers;
import com.dhanman.operator.testkit.Awaited;
import com.dhanman.operator.testkit.RealPostgres;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Short words for what tests of SQL do. */
final class Sqls {
    /** Quick, so that tests of what is in the way do not wait for long. */
    static final SqlTimeouts QUICK =
            new SqlTimeouts(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    Duration.ofMillis(300),
                    Duration.ofSeconds(30));

    private Sqls() {}

    static PostgresClusterSpec spec(String yaml) {
        return Serialization.unmarshal(yaml, PostgresClusterSpec.class);
    }

    static DesiredSql desired(String yaml, String... passwords) {
        return DesiredSql.of(spec(yaml), access(passwords));
    }

    /** Of role and password by turns. */
    static LoginAccess access(String... passwords) {
        Map<String, Password> byRole = new java.util.HashMap<>();
        for (int i = 0; i < passwords.length; i += 2) {
            byRole.put(passwords[i], Password.of(passwords[i + 1]));
        }
        return LoginAccess.of(byRole);
    }

    static SqlTarget target(RealPostgres server) {
        return new SqlTarget("127.0.0.1", server.port(), null, SqlTarget.Expected.ANY);
    }

    static SqlOutcome converge(RealPostgres server, DesiredSql desired) {
        return new SqlConvergence(new ScramVerifiers(), QUICK).converge(target(server), desired);
    }

    static SqlOutcome converge(RealPostgres server, String yaml, String... passwords) {
        return converge(server, desired(yaml, passwords));
    }

    /**
     * Waits until no client is connected any more: sessions end a moment after they were closed.
     */
    static void ended(RealPostgres server) {
        Awaited.until(
                () ->
                        server.query(
                                "postgres",
                                "SELECT usename FROM pg_stat_activity WHERE backend_type ="
                                        + " 'client backend' AND pid <> pg_backend_pid()"),
                List::isEmpty);
    }

    /** Reasons and what they are about. */
    static String reasons(Iterable<Finding> findings) {
        return java.util.stream.StreamSupport.stream(findings.spliterator(), false)
                .map(it -> it.reason() + " " + it.field())
                .collect(Collectors.joining("; "));
    }
}
