package com.dhanman.operator.postgres.patroni;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which replicas have each commit, from the ConfigMap `…-sync`.
 *
 * @param leader primary that this was written by
 * @param standbys members that are synchronous, or may be with quorum commit
 * @param quorum with quorum commit: how many of the standbys may lack a commit; otherwise 0
 */
public record Synchrony(Optional<String> leader, List<String> standbys, int quorum) {
    static Synchrony of(Map<String, String> annotations) {
        Optional<String> leader =
                Optional.ofNullable(annotations.get("leader")).filter(it -> !it.isBlank());
        if (leader.isEmpty()) {
            return new Synchrony(leader, List.of(), 0);
        }
        return new Synchrony(
                leader,
                Arrays.stream(
                                Objects.requireNonNullElse(annotations.get("sync_standby"), "")
                                        .split(",", -1))
                        .map(String::strip)
                        .filter(it -> !it.isEmpty())
                        .toList(),
                (int) Math.clamp(Json.number(annotations.get("quorum")).orElse(0), 0, 100));
    }

    /** How many replicas have a commit when it is acknowledged. */
    public int copies() {
        return Math.max(0, standbys.size() - quorum);
    }

    /** Names of members are compared as PostgreSQL compares them. */
    public boolean includes(String member) {
        return standbys.stream()
                .anyMatch(
                        it -> it.toLowerCase(Locale.ROOT).equals(member.toLowerCase(Locale.ROOT)));
    }
}
