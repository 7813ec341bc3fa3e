package com.dhanman.operator.postgres.patroni;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What of Patroni's dynamic configuration decides what can be done with a cluster, from the
 * ConfigMap `…-config`.
 *
 * @param paused Patroni's maintenance mode: it starts, promotes and demotes nothing by itself
 * @param standby whether the cluster follows a server outside of it
 * @param mode how commits are replicated
 */
public record Configuration(boolean paused, boolean standby, Mode mode) {
    /** How commits are replicated. */
    public enum Mode {
        ASYNCHRONOUS,
        SYNCHRONOUS,
        QUORUM
    }

    static Configuration of(String config) {
        JsonNode json = Json.parse(config);
        boolean standby =
                Stream.of("host", "port", "restore_command")
                        .anyMatch(
                                it -> Json.text(json.path("standby_cluster").path(it)).isPresent());
        return new Configuration(
                Json.isOn(json.path("pause")),
                standby,
                standby ? Mode.ASYNCHRONOUS : mode(json.path("synchronous_mode")));
    }

    private static Mode mode(JsonNode node) {
        if (Json.text(node).orElse("").toLowerCase(Locale.ROOT).equals("quorum")) {
            return Mode.QUORUM;
        }
        return Json.isOn(node) ? Mode.SYNCHRONOUS : Mode.ASYNCHRONOUS;
    }
}
