package com.dhanman.operator.backup;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Why a pod that should do its work does not start to. */
final class PodWait {
    /** What each pod waits for. */
    private static final Set<String> USUAL = Set.of("ContainerCreating", "PodInitializing");

    private PodWait() {}

    /** In words that say what to do; empty where none of the pods waits for anything unusual. */
    static Optional<String> of(List<Pod> pods) {
        return pods.stream()
                .filter(pod -> pod.getStatus() != null)
                .flatMap(pod -> of(pod).stream())
                .findFirst();
    }

    private static Optional<String> of(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .map(ContainerStatus::getState)
                .filter(Objects::nonNull)
                .map(state -> state.getWaiting())
                .filter(Objects::nonNull)
                .filter(waiting -> waiting.getReason() != null)
                .filter(waiting -> !USUAL.contains(waiting.getReason()))
                .map(PodWait::text)
                .findFirst()
                .or(() -> unschedulable(pod));
    }

    private static String text(ContainerStateWaiting waiting) {
        return "The pod does not start (%s%s). Mend what is named; it goes on by itself."
                .formatted(
                        waiting.getReason(),
                        waiting.getMessage() == null ? "" : ": " + waiting.getMessage());
    }

    private static Optional<String> unschedulable(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .filter(it -> it.getType().equals("PodScheduled"))
                .filter(it -> "Unschedulable".equals(it.getReason()))
                .map(PodCondition::getMessage)
                .map(
                        why ->
                                "No node takes the pod: %s. Add nodes, or lower spec.resources.requests."
                                        .formatted(why))
                .findFirst();
    }
}
