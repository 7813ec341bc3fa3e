package com.dhanman.operator.postgres.operations;

import com.dhanman.operator.postgres.patroni.ClusterState;
import com.dhanman.operator.postgres.patroni.Member;

/** What is done to the pods of one cluster. */
interface Hands {
    /**
     * The cluster as the API server has it now, and no cache: pods first, and Patroni's ConfigMaps
     * second, as {@link ClusterState#labelsToRemove} needs it.
     */
    ClusterState look();

    /**
     * Deletes a pod unless it has changed since it was looked at.
     *
     * @return whether it was deleted
     */
    boolean delete(Member member);

    /**
     * Takes the label of its role off a pod unless it has changed since it was looked at.
     *
     * @return whether it was taken off
     */
    boolean removeRole(Member member);
}
