package com.dhanman.operator.postgres.patroni;

import com.dhanman.operator.postgres.ClusterNames;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Pods and ConfigMaps as a cluster `main` of Patroni 4.1 leaves them. */
public final class SampleCluster {
    public static final String NAME = "main";
    public static final String READY_SINCE = "2026-11-21T11:39:46Z";

    private static final String CONFIG =
            "{\"ttl\":20,\"loop_wait\":3,\"synchronous_mode\":true,\"synchronous_node_count\":1}";

    private final Map<String, Pod> pods = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> maps = new TreeMap<>();

    /** Three instances; `main-3` leads on timeline 7, `main-1` is synchronous. */
    public static SampleCluster threeInstances() {
        SampleCluster cluster = new SampleCluster();
        cluster.pod("main-1", replica(7, 76403456));
        cluster.pod("main-2", replica(7, 76403248));
        cluster.pod("main-3", primary(7, 76402416));
        cluster.map(ClusterNames.patroniConfig(NAME), "config", CONFIG);
        cluster.map(ClusterNames.patroniConfig(NAME), "initialize", "7710585781444034600");
        cluster.leads("main-3");
        cluster.synchronous("main-3", "main-1-0");
        return cluster;
    }

    public static SampleCluster empty() {
        return new SampleCluster();
    }

    public static String primary(int timeline, long position) {
        return "{\"conn_url\":\"postgres://10.132.102.9:5432/postgres\",\"api_url\":\"https://10.132.102.9:8008/patroni\",\"state\":\"running\",\"role\":\"primary\",\"version\":\"4.1.4\",\"xlog_location\":%d,\"timeline\":%d}"
                .formatted(position, timeline);
    }

    public static String replica(int timeline, long position) {
        return "{\"conn_url\":\"postgres://10.132.103.6:5432/postgres\",\"api_url\":\"https://10.132.103.6:8008/patroni\",\"state\":\"running\",\"role\":\"replica\",\"version\":\"4.1.4\",\"xlog_location\":%d,\"replay_lsn\":%d,\"receive_lsn\":%d,\"replication_state\":\"streaming\",\"timeline\":%d}"
                .formatted(position, position, position, timeline);
    }

    public static String state(String state) {
        return "{\"conn_url\":\"postgres://10.132.103.6:5432/postgres\",\"api_url\":\"https://10.132.103.6:8008/patroni\",\"state\":\"%s\",\"role\":\"replica\",\"version\":\"4.1.4\"}"
                .formatted(state);
    }

    /** A status with settings that wait for a restart, as Patroni tells them. */
    public static String pending(String status, String name, String now, String then) {
        return status.substring(0, status.length() - 1)
                + ",\"pending_restart\":true,\"pending_restart_reason\":{\"%s\":{\"old_value\":\"%s\",\"new_value\":\"%s\"}}}"
                        .formatted(name, now, then);
    }

    /** A ready pod with this status. */
    public SampleCluster pod(String instance, String status) {
        boolean leads = status.contains("\"role\":\"primary\"");
        pods.put(
                instance,
                new PodBuilder()
                        .withNewMetadata()
                        .withName(instance + "-0")
                        .withNamespace("databases")
                        .withUid("uid-" + instance)
                        .withResourceVersion("100")
                        .withCreationTimestamp(READY_SINCE)
                        .addToLabels(ClusterNames.CLUSTER_LABEL, NAME)
                        .addToLabels(ClusterNames.INSTANCE_LABEL, instance)
                        .addToLabels(ClusterNames.SCOPE_LABEL, ClusterNames.scope(NAME))
                        .addToLabels(
                                ClusterNames.ROLE_LABEL,
                                leads ? ClusterNames.PRIMARY : ClusterNames.REPLICA)
                        .addToLabels(
                                leads ? ClusterNames.WRITES_LABEL : ClusterNames.READS_LABEL,
                                ClusterNames.SERVES)
                        .addToLabels("controller-revision-hash", instance + "-old")
                        .addToAnnotations("status", status)
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName("node-of-" + instance)
                        .endSpec()
                        .withStatus(ready("10.0.0." + instance.substring(instance.length() - 1)))
                        .build());
        return this;
    }

    private static PodStatus ready(String ip) {
        return new PodStatusBuilder()
                .withPhase("Running")
                .withPodIP(ip)
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .withLastTransitionTime(READY_SINCE)
                .endCondition()
                .addNewContainerStatus()
                .withName("postgres")
                .withReady(true)
                .withNewState()
                .withNewRunning()
                .endRunning()
                .endState()
                .endContainerStatus()
                .build();
    }

    /** Changes a pod. */
    public SampleCluster change(String instance, UnaryOperator<PodBuilder> change) {
        pods.computeIfPresent(instance, (name, pod) -> change.apply(new PodBuilder(pod)).build());
        return this;
    }

    public SampleCluster status(String instance, String status) {
        return change(
                instance, it -> it.editMetadata().addToAnnotations("status", status).endMetadata());
    }

    public SampleCluster label(String instance, String role) {
        return change(
                instance,
                it -> it.editMetadata().addToLabels(ClusterNames.ROLE_LABEL, role).endMetadata());
    }

    public SampleCluster unready(String instance, String since) {
        return change(
                instance,
                it ->
                        it.editStatus()
                                .withConditions(List.of())
                                .addNewCondition()
                                .withType("Ready")
                                .withStatus("False")
                                .withLastTransitionTime(since)
                                .endCondition()
                                .endStatus());
    }

    /** The container does not run. */
    public SampleCluster broken(String instance, String reason, String since) {
        return unready(instance, since)
                .change(
                        instance,
                        it ->
                                it.editStatus()
                                        .withContainerStatuses(List.of())
                                        .addNewContainerStatus()
                                        .withName("postgres")
                                        .withNewState()
                                        .withNewWaiting()
                                        .withReason(reason)
                                        .endWaiting()
                                        .endState()
                                        .endContainerStatus()
                                        .endStatus());
    }

    public SampleCluster terminating(String instance) {
        return change(
                instance,
                it ->
                        it.editMetadata()
                                .withDeletionTimestamp("2026-11-21T12:00:00Z")
                                .endMetadata());
    }

    public SampleCluster without(String instance) {
        pods.remove(instance);
        return this;
    }

    public SampleCluster leads(String instance) {
        String map = ClusterNames.patroniLeader(NAME);
        map(map, "leader", ClusterNames.pod(instance));
        map(map, "acquireTime", "2026-11-21T11:30:54.109994+00:00");
        map(map, "renewTime", "2026-11-21T11:31:39.099837+00:00");
        map(map, "ttl", "20");
        map(map, "transitions", "6");
        map(map, "optime", "76402416");
        map(map, "slots", "{\"main_1_0\":67109000,\"main_2_0\":67109000}");
        map(map, "retain_slots", "[\"main_1_0\", \"main_2_0\", \"main_3_0\"]");
        return map(map, "failsafe", "{\"main-1-0\":\"https://10.132.101.6:8008/patroni\"}");
    }

    public SampleCluster synchronous(String leader, String standbys) {
        String map = ClusterNames.patroniSync(NAME);
        map(map, "leader", ClusterNames.pod(leader));
        map(map, "quorum", "0");
        return map(map, "sync_standby", standbys);
    }

    public SampleCluster config(String json) {
        return map(ClusterNames.patroniConfig(NAME), "config", json);
    }

    /** Sets an annotation of a ConfigMap; null removes it. */
    public SampleCluster map(String map, String key, String value) {
        Map<String, String> annotations = maps.computeIfAbsent(map, it -> new HashMap<>());
        if (value == null) {
            annotations.remove(key);
        } else {
            annotations.put(key, value);
        }
        return this;
    }

    public List<Pod> pods() {
        return new ArrayList<>(pods.values());
    }

    public List<ConfigMap> maps() {
        return maps.entrySet().stream()
                .map(
                        it ->
                                new ConfigMapBuilder()
                                        .withNewMetadata()
                                        .withName(it.getKey())
                                        .withNamespace("databases")
                                        .addToLabels(
                                                ClusterNames.SCOPE_LABEL, ClusterNames.scope(NAME))
                                        .withAnnotations(new TreeMap<>(it.getValue()))
                                        .endMetadata()
                                        .build())
                .toList();
    }

    public ClusterState read() {
        return ClusterState.of(NAME, pods(), maps());
    }
}
