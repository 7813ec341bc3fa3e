package com.dhanman.operator.postgres.patroni;

import com.dhanman.operator.postgres.ClusterNames;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a cluster is doing: what Kubernetes and Patroni say, without any clock.
 *
 * @param members instances that have a pod, in their order
 * @param switchover whether a switchover or failover that was asked for goes on
 * @param systemId what tells the cluster's data from any other's, once it was initialized
 * @param history switchovers and failovers, oldest first
 */
public record ClusterState(
        List<Member> members,
        Lock lock,
        Synchrony synchrony,
        Configuration configuration,
        boolean switchover,
        Optional<String> systemId,
        List<Promotion> history) {
    /** A replica that is further behind takes a while to catch up: a segment of the log. */
    static final long NEAR = 16L * 1024 * 1024;

    /**
     * Reads it off.
     *
     * @param cluster name of the cluster
     * @param pods pods of its instances; others are ignored
     * @param maps Patroni's ConfigMaps; others are ignored
     */
    public static ClusterState of(
            String cluster, Collection<Pod> pods, Collection<ConfigMap> maps) {
        Map<String, Map<String, String>> annotations = new HashMap<>();
        maps.forEach(
                it ->
                        annotations.put(
                                it.getMetadata().getName(),
                                Objects.requireNonNullElse(
                                        it.getMetadata().getAnnotations(), Map.of())));
        Map<String, String> config =
                annotations.getOrDefault(ClusterNames.patroniConfig(cluster), Map.of());
        Map<String, String> failover =
                annotations.getOrDefault(ClusterNames.patroniFailover(cluster), Map.of());
        return new ClusterState(
                pods.stream()
                        .flatMap(it -> member(cluster, it).stream())
                        .sorted(
                                Comparator.comparingInt((Member it) -> it.instance().length())
                                        .thenComparing(Member::instance))
                        .toList(),
                Lock.of(annotations.getOrDefault(ClusterNames.patroniLeader(cluster), Map.of())),
                Synchrony.of(annotations.getOrDefault(ClusterNames.patroniSync(cluster), Map.of())),
                Configuration.of(config.get("config")),
                Stream.of("leader", "member")
                        .anyMatch(it -> !failover.getOrDefault(it, "").isBlank()),
                Optional.ofNullable(config.get("initialize")).filter(it -> !it.isBlank()),
                Promotion.all(config.get("history")));
    }

    private static Optional<Member> member(String cluster, Pod pod) {
        Map<String, String> labels =
                Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
        return Optional.ofNullable(labels.get(ClusterNames.INSTANCE_LABEL))
                .filter(it -> cluster.equals(labels.get(ClusterNames.CLUSTER_LABEL)))
                .filter(it -> ClusterNames.pod(it).equals(pod.getMetadata().getName()))
                .map(it -> Member.of(pod, it));
    }

    /** The same with members' own answers in place of what their pods' annotations said. */
    public ClusterState with(Map<String, Report> answers) {
        return new ClusterState(
                members.stream()
                        .map(it -> it.with(answers.getOrDefault(it.name(), Report.NONE)))
                        .toList(),
                lock,
                synchrony,
                configuration,
                switchover,
                systemId,
                history);
    }

    /** The member that holds the leader lock, if it has a pod. */
    public Optional<Member> leader() {
        return members.stream().filter(it -> lock.isHeldBy(it.name())).findFirst();
    }

    public Optional<Member> instance(String instance) {
        return members.stream().filter(it -> it.instance().equals(instance)).findFirst();
    }

    public boolean isLeader(Member member) {
        return lock.isHeldBy(member.name());
    }

    /** The leader while it serves: ready, running, and known as such to the Services. */
    public Optional<Member> servingLeader() {
        return leader().filter(it -> it.ready() && !it.terminating())
                .filter(it -> it.report().isRunning() && it.report().leads())
                .filter(
                        it ->
                                it.servesWrites()
                                        || configuration.standby() && it.isLabelledStandbyLeader());
    }

    /** Whether a member is a replica that streams from the leader. */
    public boolean follows(Member member) {
        return !isLeader(member)
                && member.ready()
                && !member.terminating()
                && member.report().isRunning()
                && member.report().isReplica()
                && member.report().isStreaming()
                && isOnLeadersTimeline(member);
    }

    /** Whether a replica has nearly all that the leader wrote. */
    public boolean isNear(Member member) {
        return lag(member).orElse(Long.MAX_VALUE) <= NEAR;
    }

    /** Whether a member does what it should: lead and serve, or follow. */
    public boolean isHealthy(Member member) {
        return isLeader(member)
                ? servingLeader().filter(member::equals).isPresent()
                : servingLeader().isPresent() && follows(member);
    }

    /** Bytes of the write-ahead log that a replica lacks, as far as both tell. */
    public OptionalLong lag(Member member) {
        OptionalLong head = head();
        OptionalLong own = member.report().lsn();
        return head.isPresent() && own.isPresent()
                ? OptionalLong.of(Math.max(0, head.getAsLong() - own.getAsLong()))
                : OptionalLong.empty();
    }

    /** Whether a commit is on this replica when it is acknowledged, so that it may be promoted. */
    public boolean isSynchronous(Member member) {
        return synchrony.leader().isPresent()
                && synchrony.leader().equals(lock.holder())
                && synchrony.includes(member.name());
    }

    /** Replicas that have each commit when it is acknowledged. */
    public int synchronousCopies() {
        return synchrony.leader().isPresent() && synchrony.leader().equals(lock.holder())
                ? synchrony.copies()
                : 0;
    }

    /**
     * Pods that Services take for the primary although another member leads. Read the pods before
     * the ConfigMaps: a member gets the lock first and the label second, so that the newest label
     * is not taken for a stale one.
     */
    public List<Member> labelsToRemove() {
        return lock.holder().isEmpty()
                ? List.of()
                : members.stream()
                        .filter(it -> !isLeader(it))
                        .filter(Member::isLabelledPrimary)
                        .toList();
    }

    /**
     * The primary where the Service of writes does not lead to it. The pod does that by itself when
     * it is promoted, and goes on trying; this is for a label that somebody took off.
     */
    public Optional<Member> labelToAdd() {
        return leader().filter(it -> it.ready() && !it.terminating())
                .filter(it -> it.report().isRunning() && it.report().leads())
                .filter(it -> it.roleLabel().filter(ClusterNames.PRIMARY::equals).isPresent())
                .filter(it -> !it.servesWrites());
    }

    private boolean isOnLeadersTimeline(Member member) {
        return leader().filter(it -> it.report().timeline().isPresent())
                .filter(it -> member.report().timeline().isPresent())
                .map(it -> it.report().timeline().equals(member.report().timeline()))
                .orElse(true);
    }

    private OptionalLong head() {
        OptionalLong written = leader().map(it -> it.report().lsn()).orElseGet(OptionalLong::empty);
        OptionalLong told = lock.position();
        return written.isPresent() && told.isPresent()
                ? OptionalLong.of(Math.max(written.getAsLong(), told.getAsLong()))
                : written.isPresent() ? written : told;
    }
}
