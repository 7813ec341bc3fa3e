package com.dhanman.operator.service;

import com.dhanman.operator.api.v1alpha1.HealthCheck;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Why a pod does not serve, and what to do about it.
 *
 * @param reason CamelCase word for conditions
 * @param message what is wrong and what to do
 * @param needsHelp whether waiting is pointless
 */
record PodTrouble(String reason, String message, boolean needsHelp) {
    private static final int SETTLE_SECONDS = 10;

    /** Trouble of the newest pod that has any: the version being rolled out, as a rule. */
    static Optional<PodTrouble> of(List<Pod> pods, ServiceSettings settings, Instant now) {
        return pods.stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(pod -> pod.getStatus() != null)
                .sorted(
                        Comparator.comparing((Pod pod) -> pod.getMetadata().getCreationTimestamp())
                                .thenComparing(pod -> pod.getMetadata().getName())
                                .reversed())
                .flatMap(pod -> of(pod, settings, now).stream())
                .findFirst();
    }

    private static Optional<PodTrouble> of(Pod pod, ServiceSettings settings, Instant now) {
        Optional<ContainerStatus> container =
                pod.getStatus().getContainerStatuses().stream().findFirst();
        if (container.isEmpty()) {
            return unschedulable(pod);
        }
        String name = pod.getMetadata().getName();
        ContainerStateWaiting waiting = container.get().getState().getWaiting();
        if (waiting != null && waiting.getReason() != null) {
            return waiting(name, waiting, container.get(), settings);
        }
        if (container.get().getState().getRunning() != null
                && !Boolean.TRUE.equals(container.get().getReady())) {
            return isSettled(container.get(), now)
                    ? running(name, container.get(), settings)
                    : Optional.empty();
        }
        return Optional.empty();
    }

    /** A container that has just started is not in trouble yet. */
    private static boolean isSettled(ContainerStatus container, Instant now) {
        String started = container.getState().getRunning().getStartedAt();
        return started == null || Instant.parse(started).plusSeconds(SETTLE_SECONDS).isBefore(now);
    }

    private static Optional<PodTrouble> unschedulable(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .filter(it -> it.getType().equals("PodScheduled"))
                .filter(it -> "Unschedulable".equals(it.getReason()))
                .findFirst()
                .map(PodCondition::getMessage)
                .map(
                        why ->
                                new PodTrouble(
                                        "Unschedulable",
                                        "No node takes the pod: %s. Add nodes, or lower spec.resources.requests."
                                                .formatted(why),
                                        false));
    }

    private static Optional<PodTrouble> waiting(
            String pod,
            ContainerStateWaiting waiting,
            ContainerStatus status,
            ServiceSettings settings) {
        return switch (waiting.getReason()) {
            case "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull" ->
                    Optional.of(
                            new PodTrouble(
                                    "ImagePullFailed",
                                    "Image %s cannot be pulled (%s). Check its name, its tag, and imagePullSecrets for a private registry."
                                            .formatted(settings.image(), detail(waiting)),
                                    !waiting.getReason().equals("ErrImagePull")));
            case "CreateContainerConfigError" ->
                    Optional.of(
                            new PodTrouble(
                                    "ConfigurationMissing",
                                    "Pod %s cannot start: %s. Create what is missing, or correct env, envFrom or runAsUser; it starts by itself then."
                                            .formatted(pod, detail(waiting)),
                                    false));
            case "CrashLoopBackOff" -> Optional.of(crash(pod, status, settings));
            case "CreateContainerError", "RunContainerError" ->
                    Optional.of(
                            new PodTrouble(
                                    "ContainerStartFailed",
                                    "Pod %s cannot start: %s. Check command and args against the image."
                                            .formatted(pod, detail(waiting)),
                                    true));
            default -> Optional.empty();
        };
    }

    private static String detail(ContainerStateWaiting waiting) {
        return waiting.getMessage() == null ? waiting.getReason() : waiting.getMessage();
    }

    private static PodTrouble crash(String pod, ContainerStatus status, ServiceSettings settings) {
        Optional<ContainerStateTerminated> last =
                Optional.ofNullable(status.getLastState()).map(it -> it.getTerminated());
        if (last.map(it -> "OOMKilled".equals(it.getReason())).orElse(false)) {
            return new PodTrouble(
                    "OutOfMemory",
                    "Pod %s needed more than its limit of %s. Raise spec.resources.limits.memory."
                            .formatted(pod, settings.resources().limits().memory()),
                    true);
        }
        String exit = last.map(it -> "exit code " + it.getExitCode()).orElse("no exit code");
        return new PodTrouble(
                "CrashLooping",
                "Pod %s keeps ending (%s, %d restarts). See kubectl logs -n %s %s --previous."
                        .formatted(pod, exit, status.getRestartCount(), settings.namespace(), pod),
                true);
    }

    private static Optional<PodTrouble> running(
            String pod, ContainerStatus status, ServiceSettings settings) {
        if (!Boolean.TRUE.equals(status.getStarted())) {
            if (status.getRestartCount() == 0) {
                return Optional.empty();
            }
            return Optional.of(
                    failing("StartupFailing", pod, settings.health().startup(), settings));
        }
        return Optional.of(failing("NotReady", pod, settings.health().readiness(), settings));
    }

    private static PodTrouble failing(
            String reason, String pod, HealthCheck check, ServiceSettings settings) {
        return new PodTrouble(
                reason,
                "Pod %s runs, but %s does not succeed. See kubectl logs -n %s %s."
                        .formatted(
                                pod,
                                Probes.text(check, settings.port()),
                                settings.namespace(),
                                pod),
                false);
    }
}
