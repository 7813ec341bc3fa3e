package com.dhanman.operator.postgres.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.postgres.config.Heritage;
import com.dhanman.operator.postgres.config.Heritage.Course;
import com.dhanman.operator.postgres.sql.Password;
import com.dhanman.operator.postgres.sql.SourceAnswer.Failed;
import com.dhanman.operator.postgres.sql.SourceAnswer.Told;
import com.dhanman.operator.postgres.sql.SourceAnswer.Why;
import com.dhanman.operator.postgres.sql.SourceServer;
import com.dhanman.operator.postgres.sql.SqlTarget;
import com.dhanman.operator.testkit.Awaited;
import com.dhanman.operator.testkit.RealPostgres;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When a server is asked, and what is remembered of its answers. */
class SourceWatchTest {
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    private static final Heritage NEW = new Heritage(false, Course.UNKNOWN, false, false);
    private static final Heritage FOLLOWS = new Heritage(true, Course.FOLLOWS, false, false);

    private final SourceWatch watch = new SourceWatch();

    @Test
    void aServerThatIsAwayIsAskedLessAndLessOften() {
        Instant now = START;
        Duration last = Duration.ZERO;
        for (int i = 0; i < 8; i++) {
            SourceView view = watch.look(cluster(false), NEW, asked(1, null), now);
            assertThat(((Failed) view.answer().orElseThrow()).why()).isEqualTo(Why.STOPPED);
            last = view.again().orElseThrow();
            now = now.plus(last);
        }
        assertThat(last).isEqualTo(Duration.ofMinutes(1));
        assertThat(watch.look(cluster(false), NEW, asked(2, null), now.plusSeconds(1)).again())
                .as("what was said of it has changed")
                .contains(Duration.ofSeconds(5));
    }

    @Test
    void aClusterWithoutASourceAsksNobody() {
        PostgresCluster cluster = cluster(false);
        cluster.setSpec(
                io.fabric8.kubernetes.client.utils.Serialization.unmarshal(
                        "storage: {size: 1Gi}",
                        com.dhanman.operator.api.v1alpha1.PostgresClusterSpec.class));

        assertThat(watch.look(cluster, NEW, asked(1, null), START)).isEqualTo(SourceView.NOTHING);
    }

    @Test
    void aQuietServerIsLeftAndNeverAskedForAgain() {
        try (RealPostgres server = RealPostgres.start("max_wal_senders = 5")) {
            server.admit("host replication standby 127.0.0.1/32 scram-sha-256");
            server.execute("postgres", "CREATE ROLE standby LOGIN REPLICATION PASSWORD 'secret'");
            try (RealPostgres copy = server.follower("copy")) {
                Awaited.until(
                        () ->
                                server.query(
                                                "postgres",
                                                "SELECT count(*) FROM pg_stat_replication WHERE"
                                                        + " replay_lsn = pg_current_wal_lsn()")
                                        .getFirst(),
                        "1"::equals);

                SourceView follows =
                        watch.look(cluster(false), FOLLOWS, asked(server.port(), copy), START);
                assertThat(follows.answer().orElseThrow()).isInstanceOf(Told.class);
                assertThat(follows.copy().orElseThrow().streaming()).isTrue();
                assertThat(follows.admitted()).as("nobody asked for that").isFalse();

                SourceView once = look(server, copy, 1);
                assertThat(once.admitted()).isFalse();
                assertThat(once.again()).contains(Duration.ofMillis(500));
                // The server writes a little by itself now and then.
                AtomicInteger seconds = new AtomicInteger(1);
                Awaited.until(
                        () -> look(server, copy, seconds.incrementAndGet()).admitted(), it -> it);

                server.execute("postgres", "CREATE TABLE late ()");
                assertThat(look(server, copy, seconds.incrementAndGet()).admitted())
                        .as("it was said once")
                        .isTrue();
            }
        }
    }

    private SourceView look(RealPostgres server, RealPostgres copy, int seconds) {
        return watch.look(
                cluster(true), FOLLOWS, asked(server.port(), copy), START.plusSeconds(seconds));
    }

    private static SourceWatch.Asked asked(int port, RealPostgres copy) {
        return new SourceWatch.Asked(
                Optional.of(
                        new SourceServer(
                                "127.0.0.1", port, "standby", Password.of("secret"), null)),
                Optional.empty(),
                Optional.ofNullable(copy)
                        .map(
                                it ->
                                        new SqlTarget(
                                                "127.0.0.1",
                                                it.port(),
                                                null,
                                                SqlTarget.Expected.ANY)),
                false);
    }

    private static PostgresCluster cluster(boolean promote) {
        PostgresCluster cluster = new PostgresCluster();
        cluster.setMetadata(
                new ObjectMetaBuilder()
                        .withName("main")
                        .withNamespace("prod")
                        .withUid("1-2-3")
                        .build());
        cluster.setSpec(Sources.spec(promote));
        return cluster;
    }
}
