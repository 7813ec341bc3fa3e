package com.dhanman.operator.tenant;

import com.dhanman.operator.api.v1alpha1.DhanmanService;
import com.dhanman.operator.api.v1alpha1.TenantEnvironment;
import com.dhanman.operator.kernel.Labels;
import io.fabric8.kubernetes.api.model.Namespace;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Set;

/** Reads the caches for one environment, and says which caches there are. */
final class TenantResolver {
    Observed observed(Context<TenantEnvironment> context) {
        return new Observed(
                context.getSecondaryResourcesAsStream(Namespace.class).toList(),
                context.getSecondaryResourcesAsStream(DhanmanService.class).toList());
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
                        context));
    }
}
