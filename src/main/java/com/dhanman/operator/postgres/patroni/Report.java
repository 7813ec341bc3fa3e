package com.dhanman.operator.postgres.patroni;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What a member's Patroni says of it: in the annotation `status` of its pod, a few seconds old, or
 * in answer to a request.
 *
 * @param state what PostgreSQL does, such as `running`, `creating replica` or `start failed`
 * @param role `primary`, `replica`, `standby_leader`, `demoted`, `uninitialized` or `promoted`
 * @param replicationState `streaming`, `in archive recovery`, or nothing
 * @param lsn position in the write-ahead log: the primary's own, or the replica's furthest
 * @param pendingRestart parameters that wait for a restart; one without a name where Patroni does
 *     not name them
 * @param patroniVersion such as `4.1.4`
 * @param serverVersion such as 180000; told by an answer only
 * @param startedAt when PostgreSQL was started; told by an answer only
 * @param tags Patroni's tags, such as `nosync`
 */
public record Report(
        Optional<String> state,
        Optional<String> role,
        Optional<String> replicationState,
        OptionalInt timeline,
        OptionalLong lsn,
        OptionalLong replayLsn,
        Map<String, PendingChange> pendingRestart,
        Optional<String> patroniVersion,
        OptionalInt serverVersion,
        Optional<Instant> startedAt,
        Map<String, String> tags) {
    public static final String RUNNING = "running";
    public static final String CREATING_REPLICA = "creating replica";
    public static final String STARTING = "starting";
    public static final String STREAMING = "streaming";

    /** Nothing is known. */
    public static final Report NONE = ofAnnotation(null);

    /** Name of a change that Patroni does not tell the parameter of. */
    public static final String UNNAMED = "";

    /**
     * A parameter that has another value after a restart.
     *
     * @param now value in effect
     * @param then value after a restart
     */
    public record PendingChange(String now, String then) {}

    /** Reads the annotation `status` of a pod. */
    static Report ofAnnotation(String status) {
        JsonNode json = Json.parse(status);
        return of(
                json,
                Json.number(json.path("xlog_location")),
                Json.number(json.path("replay_lsn")),
                Json.text(json.path("version")));
    }

    /** Reads the answer to `GET /patroni`. */
    static Report ofAnswer(JsonNode json) {
        JsonNode log = json.path("xlog");
        OptionalLong received = Json.number(log.path("received_location"));
        OptionalLong replayed = Json.number(log.path("replayed_location"));
        OptionalLong own = Json.number(log.path("location"));
        OptionalLong furthest =
                received.isPresent() && replayed.isPresent()
                        ? OptionalLong.of(Math.max(received.getAsLong(), replayed.getAsLong()))
                        : received.isPresent() ? received : replayed;
        return of(
                json,
                own.isPresent() ? own : furthest,
                replayed,
                Json.text(json.path("patroni").path("version")));
    }

    private static Report of(
            JsonNode json, OptionalLong lsn, OptionalLong replayLsn, Optional<String> version) {
        return new Report(
                Json.text(json.path("state")),
                Json.text(json.path("role")),
                Json.text(json.path("replication_state")),
                Json.positive(json.path("timeline")),
                lsn,
                replayLsn,
                pending(json),
                version,
                Json.positive(json.path("server_version")),
                Json.text(json.path("postmaster_start_time")).flatMap(Report::time),
                tags(json.path("tags")));
    }

    /** Whether PostgreSQL is up, as far as Patroni can tell. */
    public boolean isRunning() {
        return state.filter(RUNNING::equals).isPresent();
    }

    public boolean isStreaming() {
        return replicationState.filter(STREAMING::equals).isPresent();
    }

    public boolean isReplica() {
        return role.filter("replica"::equals).isPresent();
    }

    /** Whether it takes writes, or leads a standby cluster. */
    public boolean leads() {
        return role.filter(it -> it.equals("primary") || it.equals("standby_leader")).isPresent();
    }

    /** Whether it may become the primary or, for `nosync`, a synchronous replica. */
    public boolean isTagged(String tag) {
        return "true".equalsIgnoreCase(tags.get(tag));
    }

    private static Map<String, PendingChange> pending(JsonNode json) {
        Map<String, PendingChange> changes = new TreeMap<>();
        json.path("pending_restart_reason")
                .properties()
                .forEach(
                        it ->
                                changes.put(
                                        it.getKey(),
                                        new PendingChange(
                                                it.getValue().path("old_value").asText("?"),
                                                it.getValue().path("new_value").asText("?"))));
        if (changes.isEmpty() && Json.isOn(json.path("pending_restart"))) {
            changes.put(UNNAMED, new PendingChange("?", "?"));
        }
        return Map.copyOf(changes);
    }

    private static Map<String, String> tags(JsonNode json) {
        Map<String, String> tags = new TreeMap<>();
        json.properties().forEach(it -> tags.put(it.getKey(), it.getValue().asText()));
        return Map.copyOf(tags);
    }

    /** Python writes `2026-11-21 11:30:54.109994+00:00`. */
    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text.strip().replace(' ', 'T')).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
