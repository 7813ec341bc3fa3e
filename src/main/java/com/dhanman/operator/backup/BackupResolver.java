package com.dhanman.operator.backup;

import com.dhanman.operator.api.v1alpha1.BackupSchedule;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.kernel.Labels;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the caches for one schedule, and says which caches there are. */
final class BackupResolver {
    /** Kinds that a plan may name; of these, and no others, the unwanted are pruned. */
    private static final List<Class<? extends HasMetadata>> OWNED =
            List.of(ConfigMap.class, CronJob.class);

    private static final String BY_CLUSTER = "schedules-by-cluster";

    BackupInputs inputs(BackupSchedule schedule, Context<BackupSchedule> context) {
        return new BackupInputs(schedule, context.getSecondaryResource(PostgresCluster.class));
    }

    Observed observed(Context<BackupSchedule> context) {
        return new Observed(
                OWNED.stream()
                        .flatMap(context::getSecondaryResourcesAsStream)
                        .map(HasMetadata.class::cast)
                        .toList(),
                context.getSecondaryResourcesAsStream(Job.class).toList(),
                context.getSecondaryResourcesAsStream(Pod.class).toList());
    }

    List<EventSource<?, BackupSchedule>> eventSources(EventSourceContext<BackupSchedule> context) {
        context.getPrimaryCache()
                .addIndexer(
                        BY_CLUSTER,
                        schedule ->
                                List.of(
                                        key(
                                                schedule.getMetadata().getNamespace(),
                                                schedule.getSpec().cluster())));
        List<EventSource<?, BackupSchedule>> sources = new ArrayList<>();
        OWNED.forEach(kind -> sources.add(labelled(kind, context)));
        sources.add(labelled(Job.class, context));
        sources.add(labelled(Pod.class, context));
        sources.add(clusters(context));
        return sources;
    }

    /** A Job that somebody made from the CronJob is another's, and has the label too. */
    private static <R extends HasMetadata> EventSource<R, BackupSchedule> labelled(
            Class<R> kind, EventSourceContext<BackupSchedule> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(kind, BackupSchedule.class)
                        .withLabelSelector(Labels.SELECT_OURS + "," + BackupNames.SCHEDULE_LABEL)
                        .withSecondaryToPrimaryMapper(
                                object ->
                                        Set.of(
                                                new ResourceID(
                                                        labels(object)
                                                                .get(BackupNames.SCHEDULE_LABEL),
                                                        object.getMetadata().getNamespace())))
                        .build(),
                context);
    }

    private static Map<String, String> labels(HasMetadata object) {
        return object.getMetadata().getLabels();
    }

    private static EventSource<PostgresCluster, BackupSchedule> clusters(
            EventSourceContext<BackupSchedule> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(PostgresCluster.class, BackupSchedule.class)
                        .withOnUpdateFilter(BackupResolver::concernsBackups)
                        .withPrimaryToSecondaryMapper(
                                (BackupSchedule schedule) ->
                                        Set.of(
                                                new ResourceID(
                                                        schedule.getSpec().cluster(),
                                                        schedule.getMetadata().getNamespace())))
                        .withSecondaryToPrimaryMapper(
                                cluster ->
                                        schedulesOf(cluster, context)
                                                .map(ResourceID::fromResource)
                                                .collect(Collectors.toSet()))
                        .build(),
                context);
    }

    /** Most changes of a cluster's status are about its instances. */
    private static boolean concernsBackups(PostgresCluster now, PostgresCluster before) {
        return !Objects.equals(
                        now.getMetadata().getGeneration(), before.getMetadata().getGeneration())
                || !Objects.equals(now.getMetadata().getUid(), before.getMetadata().getUid())
                || !facts(now).equals(facts(before));
    }

    /** Its image, and which of its conditions are true. */
    private static List<String> facts(PostgresCluster cluster) {
        if (cluster.getStatus() == null) {
            return List.of();
        }
        Stream<String> conditions =
                cluster.getStatus().conditions() == null
                        ? Stream.empty()
                        : cluster.getStatus().conditions().stream()
                                .filter(it -> "True".equals(it.getStatus()))
                                .map(Condition::getType);
        return Stream.concat(
                        Stream.of(String.valueOf(cluster.getStatus().image())), conditions.sorted())
                .toList();
    }

    private static Stream<BackupSchedule> schedulesOf(
            PostgresCluster cluster, EventSourceContext<BackupSchedule> context) {
        List<BackupSchedule> found =
                context.getPrimaryCache()
                        .byIndex(
                                BY_CLUSTER,
                                key(
                                        cluster.getMetadata().getNamespace(),
                                        cluster.getMetadata().getName()));
        return found == null ? Stream.empty() : found.stream();
    }

    private static String key(String namespace, String cluster) {
        return namespace + "/" + cluster;
    }
}
