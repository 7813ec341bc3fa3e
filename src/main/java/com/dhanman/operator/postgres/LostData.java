package com.dhanman.operator.postgres;

import com.dhanman.operator.kernel.Labels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.List;
import java.util.Map;

/**
 * Patroni's ConfigMaps that tell of data which is gone: all volumes were deleted, and no instance
 * would start, for each would look for the others' data.
 */
final class LostData {
    private static final String SYSTEM_ID = "initialize";

    private LostData() {}

    /** ConfigMaps to be removed before the cluster begins anew; none where there is data. */
    static List<HasMetadata> traces(Observed observed) {
        boolean data =
                observed.objects().stream().anyMatch(PersistentVolumeClaim.class::isInstance);
        List<ConfigMap> maps =
                observed.configMaps().stream()
                        .filter(map -> annotations(map).containsKey(Labels.KEPT_FOR))
                        .toList();
        boolean told = maps.stream().anyMatch(map -> annotations(map).containsKey(SYSTEM_ID));
        return data || !told || !observed.pods().isEmpty()
                ? List.of()
                : List.<HasMetadata>copyOf(maps);
    }

    private static Map<String, String> annotations(ConfigMap map) {
        Map<String, String> annotations = map.getMetadata().getAnnotations();
        return annotations == null ? Map.of() : annotations;
    }
}
