package com.dhanman.operator.service;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a Deployment is, in the terms of {@code kubectl rollout status}.
 *
 * @param wanted pods that are wanted
 * @param updated pods of the current version
 * @param ready pods that serve, of all versions
 * @param available ready pods that have stayed so
 * @param total pods of all versions
 * @param observed whether these figures are of the current spec
 * @param overdue whether the rollout made no progress within its deadline
 * @param refused why pods cannot be made, if they cannot
 */
record Rollout(
        int wanted,
        int updated,
        int ready,
        int available,
        int total,
        boolean observed,
        boolean overdue,
        Optional<String> refused) {
    static Rollout of(Deployment deployment) {
        DeploymentStatus status =
                Objects.requireNonNullElseGet(deployment.getStatus(), DeploymentStatus::new);
        return new Rollout(
                number(deployment.getSpec().getReplicas()),
                number(status.getUpdatedReplicas()),
                number(status.getReadyReplicas()),
                number(status.getAvailableReplicas()),
                number(status.getReplicas()),
                Objects.equals(
                        status.getObservedGeneration(), deployment.getMetadata().getGeneration()),
                condition(status, "Progressing")
                        .map(it -> "ProgressDeadlineExceeded".equals(it.getReason()))
                        .orElse(false),
                condition(status, "ReplicaFailure")
                        .filter(it -> "True".equals(it.getStatus()))
                        .map(DeploymentCondition::getMessage));
    }

    boolean done() {
        return observed && updated == wanted && total == wanted && available == wanted;
    }

    private static int number(Integer value) {
        return value == null ? 0 : value;
    }

    private static Optional<DeploymentCondition> condition(DeploymentStatus status, String type) {
        List<DeploymentCondition> conditions = status.getConditions();
        return conditions.stream().filter(it -> it.getType().equals(type)).findFirst();
    }
}
