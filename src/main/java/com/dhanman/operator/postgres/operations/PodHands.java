package com.dhanman.operator.postgres.operations;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.kernel.PodActions;
import com.dhanman.operator.postgres.ClusterNames;
import com.dhanman.operator.postgres.patroni.ClusterState;
import com.dhanman.operator.postgres.patroni.Member;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is done to the pods of one cluster, through the API server. */
record PodHands(PodActions pods, PostgresCluster cluster) implements Hands {
    @Override
    public ClusterState look() {
        String name = cluster.getMetadata().getName();
        Map<String, String> labels = Map.of(ClusterNames.CLUSTER_LABEL, name);
        List<Pod> first = pods.pods(namespace(), labels);
        return ClusterState.of(name, first, pods.configMaps(namespace(), labels));
    }

    @Override
    public boolean delete(Member member) {
        return pods.delete(seen(member));
    }

    @Override
    public boolean label(Member member, boolean writes) {
        Map<String, String> labels = new TreeMap<>();
        labels.put(ClusterNames.WRITES_LABEL, writes ? ClusterNames.SERVES : null);
        if (!writes && member.roleLabel().filter(ClusterNames.PRIMARY::equals).isPresent()) {
            labels.put(ClusterNames.ROLE_LABEL, null);
        }
        return pods.label(seen(member), labels);
    }

    private PodActions.Seen seen(Member member) {
        return new PodActions.Seen(
                namespace(), member.name(), member.uid(), member.resourceVersion());
    }

    private String namespace() {
        return cluster.getMetadata().getNamespace();
    }
}
