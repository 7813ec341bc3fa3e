package com.dhanman.operator.postgres.patroni;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The leader lock, from the ConfigMap `…-leader`. Whether it is still valid depends on the time:
 * the holder renews it every few seconds, and it is free {@link #ttl} after others last saw it
 * change.
 *
 * @param holder member that has it; nobody while an election goes on
 * @param transitions how many times it went from one member to another
 * @param position of the write-ahead log that the holder last told
 */
public record Lock(
        Optional<String> holder,
        Optional<Instant> acquired,
        Optional<Instant> renewed,
        Duration ttl,
        long transitions,
        OptionalLong position) {
    /** Patroni's own default. */
    private static final long TTL_SECONDS = 30;

    static Lock of(Map<String, String> annotations) {
        return new Lock(
                Optional.ofNullable(annotations.get("leader")).filter(it -> !it.isBlank()),
                time(annotations.get("acquireTime")),
                time(annotations.get("renewTime")),
                Duration.ofSeconds(Json.number(annotations.get("ttl")).orElse(TTL_SECONDS)),
                Json.number(annotations.get("transitions")).orElse(0),
                Json.number(annotations.get("optime")));
    }

    public boolean isHeldBy(String member) {
        return holder.filter(member::equals).isPresent();
    }

    private static Optional<Instant> time(String text) {
        try {
            return text == null
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
