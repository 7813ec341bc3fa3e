package com.dhanman.operator.postgres.patroni;

import com.dhanman.operator.postgres.ClusterNames;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An instance that has a pod.
 *
 * @param name name of the pod, which is Patroni's name of the member
 * @param instance name of the instance, such as `main-1`
 * @param uid tells this pod from earlier ones of its name
 * @param ip address of the pod, once it has one
 * @param ready whether the pod's readiness probe succeeds
 * @param since when it became ready, or stopped to be
 * @param terminating whether the pod is being deleted
 * @param started whether PostgreSQL's container runs
 * @param trouble why the container does not run, as Kubernetes says, such as `ImagePullBackOff`
 * @param revision of the pod template that the pod was made of
 * @param roleLabel what Patroni labels it as
 * @param servesWrites whether the Service of writes leads to it
 * @param filled how full its volumes are
 * @param report what its Patroni says
 */
public record Member(
        String name,
        String instance,
        String uid,
        String resourceVersion,
        Optional<String> node,
        Optional<String> ip,
        boolean ready,
        Optional<Instant> since,
        boolean terminating,
        boolean started,
        Optional<String> trouble,
        Optional<String> revision,
        Optional<String> roleLabel,
        boolean servesWrites,
        Filled filled,
        Report report) {
    private static final String REVISION = "controller-revision-hash";
    private static final String STATUS = "status";

    static Member of(Pod pod, String instance) {
        Map<String, String> labels =
                Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
        Map<String, String> annotations =
                Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of());
        PodStatus status = Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
        Optional<PodCondition> readiness =
                status.getConditions().stream()
                        .filter(it -> "Ready".equals(it.getType()))
                        .findFirst();
        Optional<ContainerState> container = container(status);
        return new Member(
                pod.getMetadata().getName(),
                instance,
                Objects.toString(pod.getMetadata().getUid(), ""),
                Objects.toString(pod.getMetadata().getResourceVersion(), ""),
                Optional.ofNullable(pod.getSpec()).map(it -> it.getNodeName()),
                Optional.ofNullable(status.getPodIP()).filter(it -> !it.isEmpty()),
                readiness.filter(it -> "True".equals(it.getStatus())).isPresent(),
                readiness
                        .map(PodCondition::getLastTransitionTime)
                        .or(() -> Optional.ofNullable(pod.getMetadata().getCreationTimestamp()))
                        .flatMap(Member::time),
                pod.getMetadata().getDeletionTimestamp() != null,
                container.filter(it -> it.getRunning() != null).isPresent(),
                container.flatMap(Member::trouble),
                Optional.ofNullable(labels.get(REVISION)),
                Optional.ofNullable(labels.get(ClusterNames.ROLE_LABEL)),
                ClusterNames.SERVES.equals(labels.get(ClusterNames.WRITES_LABEL)),
                Filled.of(annotations),
                Report.ofAnnotation(annotations.get(STATUS)));
    }

    /** The same with a report of its own Patroni that is fresher than the annotation. */
    Member with(Report fresh) {
        return new Member(
                name,
                instance,
                uid,
                resourceVersion,
                node,
                ip,
                ready,
                since,
                terminating,
                started,
                trouble,
                revision,
                roleLabel,
                servesWrites,
                filled,
                fresh);
    }

    /** Whether its labels say that it takes writes. */
    public boolean isLabelledPrimary() {
        return servesWrites || roleLabel.filter(ClusterNames.PRIMARY::equals).isPresent();
    }

    /** Whether its labels say that it leads by following a server outside of the cluster. */
    public boolean isLabelledStandbyLeader() {
        return roleLabel.filter(ClusterNames.STANDBY_LEADER::equals).isPresent();
    }

    /** PostgreSQL's container is the first one; an exporter may be beside it. */
    private static Optional<ContainerState> container(PodStatus status) {
        List<ContainerStatus> containers = status.getContainerStatuses();
        return containers.stream()
                .filter(it -> "postgres".equals(it.getName()))
                .findFirst()
                .or(() -> containers.stream().findFirst())
                .map(ContainerStatus::getState);
    }

    private static Optional<String> trouble(ContainerState state) {
        if (state.getWaiting() != null) {
            return Optional.ofNullable(state.getWaiting().getReason())
                    .filter(it -> !it.equals("ContainerCreating"))
                    .filter(it -> !it.equals("PodInitializing"));
        }
        return Optional.ofNullable(state.getTerminated()).map(it -> it.getReason());
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
