package com.dhanman.operator.postgres.credentials;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.kernel.Applier;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.kernel.MadeOnce;
import com.dhanman.operator.postgres.ClusterNames;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** One look after the Secrets of one cluster: what there is, and what came of it. */
final class Making {
    final PostgresCluster cluster;
    final Instant now;
    final Timings timings;
    final SecureRandom random = new SecureRandom();
    final List<Finding> findings = new ArrayList<>();
    final List<String> failures = new ArrayList<>();

    private final MadeOnce madeOnce;
    private final Map<String, Secret> secrets = new HashMap<>();
    private Instant due = Instant.MAX;
    private Instant end = Instant.MAX;

    Making(MadeOnce madeOnce, PostgresCluster cluster, Instant now, Timings timings) {
        this.madeOnce = madeOnce;
        this.cluster = cluster;
        this.now = now;
        this.timings = timings;
    }

    /** Gives it what the caches hold. */
    Making with(Collection<Secret> cached) {
        String namespace = cluster.getMetadata().getNamespace();
        cached.stream()
                .filter(it -> namespace.equals(it.getMetadata().getNamespace()))
                .forEach(it -> secrets.put(it.getMetadata().getName(), it));
        return this;
    }

    String name() {
        return cluster.getMetadata().getName();
    }

    /** A Secret of anybody's. */
    Optional<Secret> find(String name) {
        return Optional.ofNullable(secrets.get(name));
    }

    /** Secrets that the operator made for the cluster, of generated or of derived content. */
    List<Secret> ofTheCluster() {
        return secrets.values().stream()
                .filter(it -> it.getMetadata().getLabels() != null)
                .filter(
                        it ->
                                name().equals(
                                                it.getMetadata()
                                                        .getLabels()
                                                        .get(ClusterNames.CLUSTER_LABEL)))
                .toList();
    }

    /** The cluster's Secret, made where it is not there; empty where that cannot be. */
    Optional<Secret> made(String name, Supplier<Secret> make) {
        Optional<Secret> cached = find(name);
        if (cached.isEmpty() && Applier.isPaused(cluster)) {
            return Optional.empty();
        }
        return come(madeOnce.ensure(cluster, cached, make));
    }

    /** The Secret with its new content; empty where it stays as it was for now. */
    Optional<Secret> replaced(Secret seen, Secret next) {
        return Applier.isPaused(cluster)
                ? Optional.empty()
                : come(madeOnce.replace(cluster, seen, next));
    }

    void discard(String name) {
        find(name)
                .filter(MadeOnce::is)
                .filter(it -> !Applier.isPaused(cluster))
                .ifPresent(
                        it -> {
                            if (madeOnce.discard(cluster, it)
                                    instanceof MadeOnce.Outcome.Later later) {
                                failures.add(later.message());
                            }
                            secrets.remove(name);
                        });
    }

    private Optional<Secret> come(MadeOnce.Outcome outcome) {
        return switch (outcome) {
            case MadeOnce.Outcome.There there -> {
                secrets.put(there.secret().getMetadata().getName(), there.secret());
                yield Optional.of(there.secret());
            }
            case MadeOnce.Outcome.Refused refused -> {
                findings.add(refused.finding());
                yield Optional.empty();
            }
            case MadeOnce.Outcome.Later later -> {
                failures.add(later.message());
                yield Optional.empty();
            }
        };
    }

    /** A Secret of the cluster. */
    Secret secret(String name, String type, Map<String, String> content) {
        String namespace = cluster.getMetadata().getNamespace();
        return new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(ClusterNames.labels(name(), namespace))
                .endMetadata()
                .withType(type)
                .withData(Content.encoded(content))
                .build();
    }

    /** Says when something will be due; what is due already is done, or tried again anyhow. */
    void due(Instant instant) {
        if (instant.isAfter(now) && instant.isBefore(due)) {
            due = instant;
        }
    }

    Instant due() {
        return due;
    }

    /** Says when a certificate that is in use ends. */
    void ends(Instant instant) {
        end = instant.isBefore(end) ? instant : end;
    }

    /** When the first certificate ends; empty where none is known. */
    Optional<Instant> end() {
        return Optional.of(end).filter(it -> !it.equals(Instant.MAX));
    }
}
