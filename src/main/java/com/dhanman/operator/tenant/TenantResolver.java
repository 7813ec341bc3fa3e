package com.dhanman.operator.tenant;

import com.dhanman.operator.api.v1alpha1.DhanmanService;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.TenantEnvironment;
import com.dhanman.operator.kernel.Labels;
import com.dhanman.operator.kernel.MeaningfulChange;
import io.fabric8.kubernetes.api.model.Namespace;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the caches for one environment, and says which caches there are. */
final class TenantResolver {
    private static final MeaningfulChange<PostgresCluster> CLUSTER_CHANGE =
            new MeaningfulChange<>();

    Observed observed(Context<TenantEnvironment> context) {
        return new Observed(
                context.getSecondaryResourcesAsStream(Namespace.class).toList(),
                context.getSecondaryResourcesAsStream(DhanmanService.class).toList(),
                context.getSecondaryResourcesAsStream(PostgresCluster.class).toList());
    }

    List<EventSource<?, TenantEnvironment>> eventSources(
            EventSourceContext<TenantEnvironment> context) {
        return List.of(
                new InformerEventSource<>(
                        InformerEventSourceConfiguration.from(
                                        Namespace.class, TenantEnvironment.class)
                                .withLabelSelector(Labels.SELECT_OURS)
                                .withSecondaryToPrimaryMapper(
                                        namespace ->
                                                Set.of(
                                                        new ResourceID(
                                                                namespace.getMetadata().getName())))
                                .build(),
                        context),
                new InformerEventSource<>(
                        InformerEventSourceConfiguration.from(
                                        DhanmanService.class, TenantEnvironment.class)
                                .withSecondaryToPrimaryMapper(
                                        service ->
                                                Set.of(
                                                        new ResourceID(
                                                                service.getMetadata()
                                                                        .getNamespace())))
                                .build(),
                        context),
                clusters(context));
    }

    private static EventSource<PostgresCluster, TenantEnvironment> clusters(
            EventSourceContext<TenantEnvironment> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(
                                PostgresCluster.class, TenantEnvironment.class)
                        .withOnUpdateFilter(TenantResolver::concernsEnvironment)
                        .withSecondaryToPrimaryMapper(
                                cluster ->
                                        Set.of(
                                                new ResourceID(
                                                        cluster.getMetadata().getNamespace())))
                        .build(),
                context);
    }

    /** Most changes of a cluster's status are about its instances and how far they lag. */
    private static boolean concernsEnvironment(PostgresCluster now, PostgresCluster before) {
        return CLUSTER_CHANGE.accept(now, before) || !summary(now).equals(summary(before));
    }

    private static Optional<List<Object>> summary(PostgresCluster cluster) {
        return Optional.ofNullable(cluster.getStatus())
                .map(it -> Arrays.asList(it.observedGeneration(), it.ready(), it.conditions()));
    }
}
