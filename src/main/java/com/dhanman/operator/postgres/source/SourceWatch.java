package com.dhanman.operator.postgres.source;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresSource;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.postgres.config.Heritage;
import com.dhanman.operator.postgres.config.Heritage.Course;
import com.dhanman.operator.postgres.config.Lineage;
import com.dhanman.operator.postgres.sql.CopyFacts;
import com.dhanman.operator.postgres.sql.CopyReader;
import com.dhanman.operator.postgres.sql.SourceAnswer;
import com.dhanman.operator.postgres.sql.SourceAnswer.Failed;
import com.dhanman.operator.postgres.sql.SourceAnswer.Told;
import com.dhanman.operator.postgres.sql.SourceReader;
import com.dhanman.operator.postgres.sql.SourceServer;
import com.dhanman.operator.postgres.sql.SqlTarget;
import com.dhanman.operator.postgres.sql.SqlTimeouts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the servers that clusters follow, and the instances that follow them, where that is due: all
 * that matters before anything is copied, later now and then how far both are, and in quick
 * succession while a promotion waits. The operator asks by itself rather than by a Job: it needs no
 * right and no pod for that, and an answer takes a moment. What it cannot know is whether the
 * server lets in the nodes of all instances too: that the copy itself will tell.
 */
public final class SourceWatch {
    private static final Logger LOG = LoggerFactory.getLogger(SourceWatch.class);
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration FOLLOWING = Duration.ofSeconds(30);
    private static final Duration LEAVING = Duration.ofMillis(500);

    /** Differences are seldom mended, and to look for them takes a session in each database. */
    private static final Duration DIFFERENCES = Duration.ofMinutes(5);

    private final SourceReader servers;
    private final CopyReader copies;
    private final Map<String, Memory> memories = new ConcurrentHashMap<>();

    public SourceWatch() {
        this(new SourceReader(SqlTimeouts.DEFAULT), new CopyReader(SqlTimeouts.DEFAULT));
    }

    SourceWatch(SourceReader servers, CopyReader copies) {
        this.servers = servers;
        this.copies = copies;
    }

    /**
     * What to ask.
     *
     * @param server with its password; empty while that is missing
     * @param trouble why the password is missing
     * @param copy instance that follows the server, or leads since; empty while there is none
     * @param paused whether nothing is to be done to the cluster
     */
    public record Asked(
            Optional<SourceServer> server,
            Optional<Finding> trouble,
            Optional<SqlTarget> copy,
            boolean paused) {}

    /** What is known of one cluster; all of it may be lost but that it was admitted. */
    private static final class Memory {
        private String cause = "";
        private Optional<SourceAnswer> answer = Optional.empty();
        private Optional<CopyFacts> copy = Optional.empty();
        private List<Finding> differences = List.of();
        private Optional<Departure> departure = Optional.empty();
        private OptionalLong position = OptionalLong.empty();
        private Instant due = Instant.EPOCH;
        private Instant differencesDue = Instant.EPOCH;
        private int looks;
        private int failures;
    }

    /** Looks where that is due. */
    public SourceView look(PostgresCluster cluster, Heritage heritage, Asked asked, Instant now) {
        Optional<PostgresSource> source = Lineage.source(cluster.getSpec());
        String key = cluster.getMetadata().getUid();
        if (source.isEmpty()) {
            memories.remove(key);
            return SourceView.NOTHING;
        }
        Memory memory = memories.computeIfAbsent(key, it -> new Memory());
        synchronized (memory) {
            return look(memory, new Round(source.get(), heritage, asked, now));
        }
    }

    private record Round(PostgresSource source, Heritage heritage, Asked asked, Instant now) {
        boolean leaves() {
            return Lineage.isToLeave(source) && heritage.begun() && !asked.paused();
        }

        boolean left() {
            return heritage.course() == Course.LEFT;
        }

        /** A change of it is looked at at once. */
        String cause() {
            return String.join(
                    " ",
                    Boolean.toString(leaves()),
                    Boolean.toString(heritage.begun()),
                    asked.copy().map(SqlTarget::host).orElse(""),
                    asked.server().map(SourceServer::fingerprint).orElse(""));
        }
    }

    private SourceView look(Memory memory, Round round) {
        if (!round.cause().equals(memory.cause)) {
            memory.cause = round.cause();
            memory.looks = 0;
            memory.failures = 0;
            memory.position = OptionalLong.empty();
            memory.due = Instant.EPOCH;
        }
        if (!round.left() && !memory.due.isAfter(round.now())) {
            ask(memory, round);
        }
        if (!memory.differencesDue.isAfter(round.now()) && round.asked().copy().isPresent()) {
            memory.differences =
                    copies.differences(round.asked().copy().get()).orElse(memory.differences);
            memory.differencesDue = round.now().plus(DIFFERENCES);
        }
        return view(memory, round);
    }

    private void ask(Memory memory, Round round) {
        memory.answer =
                round.asked()
                        .server()
                        .map(
                                it ->
                                        round.heritage().begun()
                                                ? servers.briefly(it)
                                                : servers.thoroughly(it));
        memory.copy = round.asked().copy().flatMap(copies::progress);
        boolean failed = !(memory.answer.orElse(null) instanceof Told);
        memory.failures = failed ? memory.failures + 1 : 0;
        if (round.leaves() && !admitted(memory)) {
            depart(memory);
        }
        memory.position = position(memory);
        memory.due = round.now().plus(interval(memory, round));
        memory.looks++;
    }

    private static void depart(Memory memory) {
        SourceAnswer answer =
                memory.answer.orElse(
                        new Failed(SourceAnswer.Why.ODD, "there is no password to ask it with"));
        memory.departure =
                Optional.of(
                        Departure.of(
                                new Departure.Looks(
                                        answer, memory.position, memory.failures, memory.copy)));
        if (admitted(memory)) {
            LOG.info("Promotion: {}", memory.departure.get().message());
        }
    }

    private static boolean admitted(Memory memory) {
        return memory.departure.map(Departure::admitted).orElse(false);
    }

    private static OptionalLong position(Memory memory) {
        return memory.answer.orElse(null) instanceof Told told
                ? OptionalLong.of(told.facts().position())
                : OptionalLong.empty();
    }

    private static Duration interval(Memory memory, Round round) {
        if (round.leaves()) {
            return LEAVING;
        }
        if (round.heritage().begun()) {
            return FOLLOWING;
        }
        Duration next = FIRST.multipliedBy(1L << Math.min(memory.looks, 4));
        return next.compareTo(LONGEST) < 0 ? next : LONGEST;
    }

    private static SourceView view(Memory memory, Round round) {
        List<Finding> findings = memory.differences;
        if (round.asked().trouble().isPresent() && !round.left()) {
            findings = List.of(trouble(round));
        }
        Duration again = Duration.between(round.now(), memory.due);
        return new SourceView(
                memory.answer,
                memory.copy,
                findings,
                memory.departure,
                round.left()
                        ? Optional.empty()
                        : Optional.of(again.isPositive() ? again : LEAVING));
    }

    private static Finding trouble(Round round) {
        Finding trouble = round.asked().trouble().orElseThrow();
        return round.heritage().begun()
                ? Finding.warning(
                        trouble.reason(), trouble.field(), trouble.message(), trouble.remedy())
                : trouble;
    }
}
