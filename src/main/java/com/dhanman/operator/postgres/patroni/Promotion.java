package com.dhanman.operator.postgres.patroni;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A switchover or failover that was, from the ConfigMap `…-config`.
 *
 * @param timeline that ended with it
 * @param lsn where it ended
 * @param time as Patroni writes it
 * @param leader member that was promoted
 */
public record Promotion(
        int timeline, long lsn, String reason, Optional<String> time, Optional<String> leader) {
    static List<Promotion> all(String history) {
        List<Promotion> promotions = new ArrayList<>();
        for (JsonNode line : Json.parse(history)) {
            if (line.isArray() && Json.positive(line.path(0)).isPresent()) {
                promotions.add(
                        new Promotion(
                                Json.positive(line.path(0)).getAsInt(),
                                Json.number(line.path(1)).orElse(0),
                                line.path(2).asText(""),
                                Json.text(line.path(3)),
                                Json.text(line.path(4))));
            }
        }
        return List.copyOf(promotions);
    }
}
