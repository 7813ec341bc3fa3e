package com.dhanman.operator.postgres.patroni;

import com.dhanman.operator.postgres.ClusterNames;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which updates of pods and of Patroni's ConfigMaps mean something. Patroni renews the leader lock
 * every few seconds and tells positions of the log as often; neither is worth a look at the
 * cluster.
 */
public final class WorthALook {
    /** What moves while nothing happens, in the ConfigMap of the leader lock. */
    private static final Set<String> MOVING =
            Set.of("renewTime", "optime", "slots", "retain_slots", "failsafe");

    private static final Set<String> POSITIONS =
            Set.of("xlog_location", "replay_lsn", "receive_lsn");

    private WorthALook() {}

    /** Whether the change from one version of an object to the next is worth a look. */
    public static boolean at(HasMetadata now, HasMetadata before) {
        if (now instanceof Pod a && before instanceof Pod b) {
            return isMetadataChanged(a, b)
                    || !Objects.equals(a.getSpec(), b.getSpec())
                    || !Objects.equals(a.getStatus(), b.getStatus());
        }
        if (now instanceof ConfigMap a && before instanceof ConfigMap b) {
            return isMetadataChanged(a, b)
                    || !Objects.equals(a.getData(), b.getData())
                    || !Objects.equals(a.getBinaryData(), b.getBinaryData());
        }
        return true;
    }

    private static boolean isMetadataChanged(HasMetadata now, HasMetadata before) {
        ObjectMeta a = now.getMetadata();
        ObjectMeta b = before.getMetadata();
        return !Objects.equals(a.getUid(), b.getUid())
                || !Objects.equals(a.getLabels(), b.getLabels())
                || !Objects.equals(a.getDeletionTimestamp(), b.getDeletionTimestamp())
                || !Objects.equals(a.getOwnerReferences(), b.getOwnerReferences())
                || !resting(now).equals(resting(before));
    }

    /** Annotations without what moves. */
    private static Map<String, Object> resting(HasMetadata object) {
        Map<String, Object> resting = new TreeMap<>();
        if (object.getMetadata().getAnnotations() != null) {
            resting.putAll(object.getMetadata().getAnnotations());
        }
        if (object instanceof Pod) {
            resting.computeIfPresent("status", (key, status) -> withoutPositions(status));
        } else if (isOfPatroni(object)) {
            MOVING.forEach(resting::remove);
        }
        return resting;
    }

    private static boolean isOfPatroni(HasMetadata object) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels != null && labels.containsKey(ClusterNames.SCOPE_LABEL);
    }

    private static Object withoutPositions(Object status) {
        JsonNode json = Json.parse(status.toString());
        return json instanceof ObjectNode object ? object.without(POSITIONS) : status;
    }
}
