package com.dhanman.operator.kernel;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of converging.
 *
 * @param findings what the user has to mend: foreign objects, immutable fields, missing rights
 * @param failures what will be tried again: conflicts, an API server that is busy or away
 * @param terminating whether something that has to go first is still there, such as the namespace
 * @param written objects as the API server gave them back, which the caches may not hold yet
 */
public record Applied(
        List<Finding> findings,
        List<String> failures,
        boolean terminating,
        Map<ResourceKey, HasMetadata> written) {
    /** Nothing was to be done. */
    public static final Applied NOTHING = new Applied(List.of(), List.of(), false, Map.of());

    /** Whether everything desired is there and nothing else of ours. */
    public boolean complete() {
        return findings.isEmpty() && failures.isEmpty() && !terminating;
    }

    /**
     * The objects as they are after what was written: judged by the caches alone, a change that was
     * just sent would look as if it had been carried out.
     */
    public <T extends HasMetadata> List<T> over(List<T> cached, Class<T> type) {
        Map<ResourceKey, T> latest = new HashMap<>();
        cached.forEach(object -> latest.put(ResourceKey.of(object), object));
        written.values().stream()
                .filter(type::isInstance)
                .forEach(object -> latest.put(ResourceKey.of(object), type.cast(object)));
        return List.copyOf(latest.values());
    }
}
