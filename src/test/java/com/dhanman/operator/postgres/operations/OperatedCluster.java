package com.dhanman.operator.postgres.operations;

import com.dhanman.operator.api.v1alpha1.Api;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresClusterStatus;
import com.dhanman.operator.api.v1alpha1.PostgresOperationStatus;
import com.dhanman.operator.postgres.patroni.ClusterState;
import com.dhanman.operator.postgres.patroni.Member;
import com.dhanman.operator.postgres.patroni.Outcome;
import com.dhanman.operator.postgres.patroni.Patroni;
import com.dhanman.operator.postgres.patroni.Report;
import com.dhanman.operator.postgres.patroni.SampleCluster;
import com.dhanman.operator.postgres.patroni.Wanted;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The sample cluster with its operations, an API server and a Patroni that do as they are told. */
final class OperatedCluster {
    private static final Instant LONG_AGO = Instant.parse("2026-11-21T08:00:00Z");

    final SampleCluster cluster = SampleCluster.threeInstances();

    /** What was done to it. */
    final List<String> done = new ArrayList<>();

    Outcome answer = new Outcome.Done("ok");

    private final PostgresCluster resource = resource(List.of());
    private final Map<String, Instant> started = new HashMap<>();
    private Set<String> fenced = Set.of();
    private boolean hibernated;
    private Instant now = Situations.NOW;
    private Operations operations = operator();

    /** A resource named `main` whose status says this of operations. */
    static PostgresCluster resource(List<PostgresOperationStatus> operations) {
        PostgresCluster resource = new PostgresCluster();
        resource.setMetadata(
                new ObjectMetaBuilder()
                        .withName(SampleCluster.NAME)
                        .withNamespace("databases")
                        .withUid("1")
                        .withAnnotations(new HashMap<>())
                        .build());
        resource.setStatus(status(operations));
        return resource;
    }

    static PostgresClusterStatus status(List<PostgresOperationStatus> operations) {
        return new PostgresClusterStatus(
                1L,
                18,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                operations,
                null,
                null,
                List.of());
    }

    private Operations operator() {
        Recorder recorder = new Recorder();
        return new Operations(
                new GivenTime(() -> now), it -> recorder, it -> Optional.of(recorder));
    }

    OperatedCluster annotate(String operation, String value) {
        resource.getMetadata().getAnnotations().put(Api.GROUP + "/" + operation, value);
        return this;
    }

    OperatedCluster removeAnnotation(String operation) {
        resource.getMetadata().getAnnotations().remove(Api.GROUP + "/" + operation);
        return this;
    }

    void restartOperator() {
        operations = operator();
    }

    void later(Duration time) {
        now = now.plus(time);
    }

    void fence(String instance) {
        fenced = Set.of(instance);
    }

    void hibernate() {
        hibernated = true;
    }

    /** Another instance leads from now on, the old leader follows it. */
    void promote(String instance) {
        String old = cluster.read().leader().orElseThrow().instance();
        cluster.pod(instance, SampleCluster.primary(8, 76403456))
                .pod(old, SampleCluster.replica(8, 76403456))
                .leads(instance)
                .synchronous(instance, old + "-0");
        started.put(old, now);
    }

    /** PostgreSQL was started anew. */
    void started(String instance) {
        started.put(instance, now);
    }

    /** One round of which the status cannot be written. */
    Progress roundInVain() {
        now = now.plusSeconds(1);
        return operations.proceed(
                resource,
                new Wanted(List.of("main-1", "main-2", "main-3"), fenced, hibernated, 1, false),
                cluster.read(),
                List.of());
    }

    /** One round, and the status is written. */
    Progress round() {
        Progress progress = roundInVain();
        resource.setStatus(status(progress.operations()));
        return progress;
    }

    /** As many rounds as it takes to take something up and to begin it. */
    OperatedCluster settle() {
        round();
        round();
        round();
        return this;
    }

    /** What the status says of an operation, such as `Failed: main-9 is not there`. */
    String told(String operation) {
        return resource.getStatus().operations().stream()
                .filter(it -> it.name().equals(operation))
                .map(it -> it.state() + ": " + it.message())
                .findFirst()
                .orElse("");
    }

    boolean makesAllSynchronous() {
        return Widening.isUnderWay(resource);
    }

    private final class Recorder implements Hands, Patroni {
        @Override
        public ClusterState look() {
            return cluster.read();
        }

        @Override
        public boolean delete(Member member) {
            return done.add("delete " + member.instance());
        }

        @Override
        public boolean label(Member member, boolean writes) {
            return done.add((writes ? "label " : "unlabel ") + member.instance());
        }

        @Override
        public Map<String, Report> reports(Collection<Member> members) {
            return members.stream().collect(Collectors.toMap(Member::name, this::report));
        }

        private Report report(Member member) {
            Report it = member.report();
            return new Report(
                    it.state(),
                    it.role(),
                    it.replicationState(),
                    it.timeline(),
                    it.lsn(),
                    it.replayLsn(),
                    it.pendingRestart(),
                    it.patroniVersion(),
                    it.serverVersion(),
                    it.isRunning()
                            ? Optional.of(started.getOrDefault(member.instance(), LONG_AGO))
                            : Optional.empty(),
                    it.tags());
        }

        @Override
        public Outcome switchover(Member leader, Member candidate) {
            done.add(leader.instance() + " > " + candidate.instance());
            return answer;
        }

        @Override
        public Outcome restart(Member member, boolean onlyPending) {
            done.add("restart " + member.instance());
            if (answer instanceof Outcome.Done) {
                started(member.instance());
            }
            return answer;
        }

        @Override
        public Outcome reinitialize(Member member, boolean force) {
            done.add("clone " + member.instance());
            return answer;
        }

        @Override
        public Outcome reload(Member member) {
            throw new AssertionError("nobody asks for it");
        }

        @Override
        public void close() {}
    }
}
