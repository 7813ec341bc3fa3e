package com.dhanman.operator.postgres.operations;

import com.dhanman.operator.api.v1alpha1.PostgresOperationStatus;
import com.dhanman.operator.postgres.operations.Situation.Repair;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What is written down of operations in the status: the last one of each kind, and for each
 * instance how often it was repaired. What is begun is written down first, so that after a crash
 * nobody does it a second time.
 */
record Ledger(List<PostgresOperationStatus> entries) {
    static final String RUNNING = "Running";
    static final String SUCCEEDED = "Succeeded";
    static final String FAILED = "Failed";
    static final String REPAIR = "repair";

    /** A replica that was well for so long has all its attempts again. */
    private static final Duration FORGIVEN = Duration.ofDays(1);

    /** Whether operations of this name are written down here. */
    static boolean keeps(String name) {
        return name.equals(REPAIR)
                || Stream.of(Request.Kind.values()).map(Request.Kind::word).anyMatch(name::equals);
    }

    /** The last operation of a kind, done or not. */
    Optional<PostgresOperationStatus> last(Request.Kind kind) {
        return entries.stream().filter(it -> it.name().equals(kind.word())).findFirst();
    }

    Optional<PostgresOperationStatus> running(Request.Kind kind) {
        return last(kind).filter(Ledger::isRunning);
    }

    /**
     * Whether a request was not taken up yet. One that runs is superseded, but for a switchover,
     * which cannot be taken back and ends within a minute.
     */
    boolean isNew(Request request) {
        return last(request.kind())
                .filter(
                        it ->
                                request.value().equals(it.request())
                                        || (request.kind() == Request.Kind.SWITCHOVER
                                                && isRunning(it)))
                .isEmpty();
    }

    /** Whether anything that was asked for is under way. */
    boolean isBusy() {
        return entries.stream().anyMatch(it -> isRunning(it) && !it.name().equals(REPAIR));
    }

    /** Whether it says of an operation what this one does, apart from how far it is. */
    boolean holds(PostgresOperationStatus entry) {
        return entries.stream()
                .anyMatch(
                        it ->
                                it.name().equals(entry.name())
                                        && it.state().equals(entry.state())
                                        && entry.request().equals(it.request()));
    }

    Ledger begin(Request request, String message, Map<String, String> before, Instant now) {
        return put(
                new PostgresOperationStatus(
                        request.kind().word(),
                        request.value(),
                        RUNNING,
                        message,
                        text(now),
                        Map.copyOf(before)));
    }

    Ledger end(Request request, boolean success, String message, Instant now) {
        return put(
                new PostgresOperationStatus(
                        request.kind().word(),
                        request.value(),
                        success ? SUCCEEDED : FAILED,
                        message,
                        text(now),
                        null));
    }

    /** The same with how far a running operation is. */
    Ledger tell(Request.Kind kind, String message) {
        return running(kind)
                .map(
                        it ->
                                put(
                                        new PostgresOperationStatus(
                                                it.name(),
                                                it.request(),
                                                it.state(),
                                                message,
                                                it.time(),
                                                it.before())))
                .orElse(this);
    }

    Ledger repair(String instance, int attempt, String state, String message, Instant now) {
        return put(
                new PostgresOperationStatus(
                        REPAIR, instance + "@" + attempt, state, message, text(now), null));
    }

    /** By instance, what was tried to repair it. */
    Map<String, PostgresOperationStatus> repairs() {
        Map<String, PostgresOperationStatus> repairs = new HashMap<>();
        entries.stream()
                .filter(it -> it.name().equals(REPAIR) && it.request() != null)
                .forEach(it -> repairs.put(subject(it), it));
        return repairs;
    }

    /**
     * How often an instance was repaired.
     *
     * @param announced whether the last attempt was not begun yet
     */
    static Repair repair(PostgresOperationStatus entry, boolean announced) {
        String number = entry.request().substring(entry.request().indexOf('@') + 1);
        return new Repair(
                number.matches("[0-9]") ? Integer.parseInt(number) : 1, time(entry), announced);
    }

    /** The same without what was long ago, or is about instances that are no more. */
    Ledger tidy(Instant now, Predicate<String> exists) {
        List<PostgresOperationStatus> kept =
                entries.stream()
                        .filter(
                                it ->
                                        !it.name().equals(REPAIR)
                                                || (exists.test(subject(it))
                                                        && !isForgiven(it, now)))
                        .toList();
        return kept.size() == entries.size() ? this : new Ledger(kept);
    }

    static boolean isRunning(PostgresOperationStatus entry) {
        return RUNNING.equals(entry.state());
    }

    static Instant time(PostgresOperationStatus entry) {
        try {
            return entry.time() == null ? Instant.EPOCH : Instant.parse(entry.time());
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    private static boolean isForgiven(PostgresOperationStatus entry, Instant now) {
        return SUCCEEDED.equals(entry.state()) && time(entry).plus(FORGIVEN).isBefore(now);
    }

    /** What an entry is about: there is one for each kind of request, and one for each repaired. */
    private static String subject(PostgresOperationStatus entry) {
        String request = entry.request() == null ? "" : entry.request();
        return entry.name().equals(REPAIR) ? request.replaceAll("@.*", "") : "";
    }

    private Ledger put(PostgresOperationStatus entry) {
        List<PostgresOperationStatus> next = new ArrayList<>();
        boolean replaced = false;
        for (PostgresOperationStatus old : entries) {
            boolean same = old.name().equals(entry.name()) && subject(old).equals(subject(entry));
            next.add(same ? entry : old);
            replaced |= same;
        }
        if (!replaced) {
            next.add(entry);
        }
        return new Ledger(List.copyOf(next));
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
