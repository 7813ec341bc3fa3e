package com.dhanman.operator.backup;

import com.dhanman.operator.api.v1alpha1.BackupSchedule;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.Restore;
import com.dhanman.operator.kernel.Labels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the caches for one restore, and says which caches there are. */
final class RestoreResolver {
    private static final String BY_NAMESPACE = "restores-by-namespace";

    RestoreInputs inputs(Restore restore, Context<Restore> context) {
        return new RestoreInputs(
                restore,
                context.getSecondaryResource(BackupSchedule.class),
                context.getSecondaryResource(PostgresCluster.class));
    }

    List<HasMetadata> owned(Context<Restore> context) {
        return context.getSecondaryResourcesAsStream(ConfigMap.class)
                .map(HasMetadata.class::cast)
                .toList();
    }

    Optional<Run> run(Context<Restore> context) {
        return Run.of(
                        context.getSecondaryResourcesAsStream(Job.class).toList(),
                        context.getSecondaryResourcesAsStream(Pod.class).toList())
                .stream()
                .findFirst();
    }

    List<EventSource<?, Restore>> eventSources(EventSourceContext<Restore> context) {
        context.getPrimaryCache()
                .addIndexer(BY_NAMESPACE, it -> List.of(it.getMetadata().getNamespace()));
        return List.of(
                labelled(ConfigMap.class, context),
                labelled(Job.class, context),
                labelled(Pod.class, context),
                named(BackupSchedule.class, it -> it.getSpec().from().schedule(), context),
                named(PostgresCluster.class, it -> it.getSpec().cluster(), context));
    }

    private static <R extends HasMetadata> EventSource<R, Restore> labelled(
            Class<R> kind, EventSourceContext<Restore> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(kind, Restore.class)
                        .withLabelSelector(Labels.SELECT_OURS + "," + BackupNames.RESTORE_LABEL)
                        .withSecondaryToPrimaryMapper(
                                object ->
                                        Set.of(
                                                new ResourceID(
                                                        object.getMetadata()
                                                                .getLabels()
                                                                .get(BackupNames.RESTORE_LABEL),
                                                        object.getMetadata().getNamespace())))
                        .build(),
                context);
    }

    /** Those of the namespace that a restore refers to by name. */
    private static <R extends HasMetadata> EventSource<R, Restore> named(
            Class<R> kind, Function<Restore, String> name, EventSourceContext<Restore> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(kind, Restore.class)
                        .withPrimaryToSecondaryMapper(
                                (Restore restore) ->
                                        Set.of(
                                                new ResourceID(
                                                        name.apply(restore),
                                                        restore.getMetadata().getNamespace())))
                        .withSecondaryToPrimaryMapper(
                                object ->
                                        restoresIn(object.getMetadata().getNamespace(), context)
                                                .stream()
                                                .filter(
                                                        it ->
                                                                name.apply(it)
                                                                        .equals(
                                                                                object.getMetadata()
                                                                                        .getName()))
                                                .filter(
                                                        it ->
                                                                !RestoreStatusOf.isDone(
                                                                        it.getStatus()))
                                                .map(ResourceID::fromResource)
                                                .collect(Collectors.toSet()))
                        .build(),
                context);
    }

    private static List<Restore> restoresIn(String namespace, EventSourceContext<Restore> context) {
        List<Restore> found = context.getPrimaryCache().byIndex(BY_NAMESPACE, namespace);
        return found == null ? List.of() : found;
    }
}
