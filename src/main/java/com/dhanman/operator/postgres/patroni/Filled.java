package com.dhanman.operator.postgres.patroni;

import com.dhanman.operator.api.v1alpha1.Api;
import java.util.Map;
import java.util.TreeMap;

/**
 * How full the volumes of an instance are, as its pod tells by an annotation when that changes: in
 * steps of a few percent, and of those alone that are filling. A pod without it has space.
 *
 * @param volumes by `data` or `wal`: percent in use, rounded down to a step
 */
public record Filled(Map<String, Integer> volumes) {
    static final String ANNOTATION = Api.GROUP + "/volumes-filled";

    /** From here on there is nothing left that PostgreSQL could go on with for long. */
    public static final int FULL = 98;

    static Filled of(Map<String, String> annotations) {
        Map<String, Integer> volumes = new TreeMap<>();
        Json.parse(annotations.get(ANNOTATION))
                .properties()
                .forEach(
                        it ->
                                Json.positive(it.getValue())
                                        .ifPresent(percent -> volumes.put(it.getKey(), percent)));
        return new Filled(Map.copyOf(volumes));
    }
}
