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
     * Gives a pod the label by which the Service of writes finds it, or takes it off, with the
     * primary's, unless the pod has changed since it was looked at.
     *
     * @return whether it was done
     */
    boolean label(Member member, boolean writes);
}
