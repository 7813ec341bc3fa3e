package com.dhanman.operator.tenant;

import com.dhanman.operator.api.v1alpha1.DhanmanService;
import com.dhanman.operator.api.v1alpha1.HasConditions;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.kernel.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Objects;

/**
 * A service or cluster of an environment, as its own status tells.
 *
 * @param why the message of its condition Ready
 */
record Part(String name, Standing standing, String why) {
    /** How it stands; those that need most attention first. */
    enum Standing {
        STALLED,
        UNDER_WAY,
        PAUSED,
        READY
    }

    /**
     * A service.
     *
     * @param settings fingerprint of the environment's settings as they are now
     */
    static Part of(DhanmanService service, String settings) {
        boolean current =
                service.getStatus() != null
                        && Objects.equals(
                                service.getStatus().observedGeneration(),
                                service.getMetadata().getGeneration())
                        && settings.equals(service.getStatus().observedEnvironment());
        return of(service.getMetadata().getName(), service.getStatus(), current);
    }

    static Part of(PostgresCluster cluster) {
        boolean current =
                cluster.getStatus() != null
                        && Objects.equals(
                                cluster.getStatus().observedGeneration(),
                                cluster.getMetadata().getGeneration());
        return of(cluster.getMetadata().getName(), cluster.getStatus(), current);
    }

    boolean is(Standing wanted) {
        return standing == wanted;
    }

    private static Part of(String name, HasConditions status, boolean current) {
        if (status == null) {
            return new Part(name, Standing.UNDER_WAY, "not seen yet.");
        }
        return new Part(
                name,
                standing(status, current),
                Conditions.find(status.conditions(), Conditions.READY)
                        .map(Condition::getMessage)
                        .orElse("not seen yet."));
    }

    private static Standing standing(HasConditions status, boolean current) {
        if (Conditions.isTrue(status.conditions(), Conditions.STALLED)) {
            return Standing.STALLED;
        }
        if (Conditions.isTrue(status.conditions(), Conditions.PAUSED)) {
            return Standing.PAUSED;
        }
        return current && Conditions.isTrue(status.conditions(), Conditions.READY)
                ? Standing.READY
                : Standing.UNDER_WAY;
    }
}
