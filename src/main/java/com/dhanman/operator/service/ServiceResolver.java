package com.dhanman.operator.service;

import com.dhanman.operator.api.v1alpha1.DhanmanService;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresClusterStatus;
import com.dhanman.operator.api.v1alpha1.PostgresDatabaseStatus;
import com.dhanman.operator.api.v1alpha1.TenantEnvironment;
import com.dhanman.operator.kernel.Conditions;
import com.dhanman.operator.kernel.EnvironmentSettings;
import com.dhanman.operator.kernel.Labels;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the caches for one service, and says which caches there are. */
final class ServiceResolver {
    /** Kinds that a plan may name; of these, and no others, the unwanted are pruned. */
    private static final List<Class<? extends HasMetadata>> OWNED =
            List.of(ServiceAccount.class, Deployment.class, Service.class, Ingress.class);

    private static final String BY_NAMESPACE = "services-by-namespace";

    ServiceInputs inputs(DhanmanService service, Context<DhanmanService> context) {
        return new ServiceInputs(
                service,
                context.getSecondaryResource(TenantEnvironment.class).map(EnvironmentSettings::of),
                clusters(service.getMetadata().getNamespace(), context));
    }

    /** All of the namespace: which one a service uses may be for its environment to say. */
    private static List<PostgresCluster> clusters(
            String namespace, Context<DhanmanService> context) {
        var source =
                (InformerEventSource<PostgresCluster, DhanmanService>)
                        context.eventSourceRetriever().getEventSourceFor(PostgresCluster.class);
        return source.list(namespace, cluster -> true).toList();
    }

    Observed observed(Context<DhanmanService> context) {
        List<HasMetadata> owned =
                OWNED.stream()
                        .flatMap(context::getSecondaryResourcesAsStream)
                        .map(HasMetadata.class::cast)
                        .toList();
        return new Observed(owned, context.getSecondaryResourcesAsStream(Pod.class).toList());
    }

    List<EventSource<?, DhanmanService>> eventSources(EventSourceContext<DhanmanService> context) {
        context.getPrimaryCache()
                .addIndexer(BY_NAMESPACE, service -> List.of(service.getMetadata().getNamespace()));
        List<EventSource<?, DhanmanService>> sources = new ArrayList<>();
        OWNED.forEach(kind -> sources.add(owned(kind, context)));
        sources.add(pods(context));
        sources.add(environments(context));
        sources.add(clusters(context));
        return sources;
    }

    private static <R extends HasMetadata> EventSource<R, DhanmanService> owned(
            Class<R> kind, EventSourceContext<DhanmanService> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(kind, DhanmanService.class)
                        .withLabelSelector(Labels.SELECT_OURS)
                        .build(),
                context);
    }

    private static EventSource<Pod, DhanmanService> pods(
            EventSourceContext<DhanmanService> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(Pod.class, DhanmanService.class)
                        .withLabelSelector(Labels.SELECT_OURS + "," + Labels.SERVICE)
                        .withSecondaryToPrimaryMapper(
                                pod ->
                                        Set.of(
                                                new ResourceID(
                                                        pod.getMetadata()
                                                                .getLabels()
                                                                .get(Labels.SERVICE),
                                                        pod.getMetadata().getNamespace())))
                        .build(),
                context);
    }

    /** The environment of a namespace has the namespace's name. */
    private static EventSource<TenantEnvironment, DhanmanService> environments(
            EventSourceContext<DhanmanService> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(TenantEnvironment.class, DhanmanService.class)
                        .withPrimaryToSecondaryMapper(
                                (DhanmanService service) ->
                                        Set.of(
                                                new ResourceID(
                                                        service.getMetadata().getNamespace())))
                        .withSecondaryToPrimaryMapper(
                                environment ->
                                        servicesIn(environment.getMetadata().getName(), context)
                                                .map(ResourceID::fromResource)
                                                .collect(Collectors.toSet()))
                        .build(),
                context);
    }

    private static EventSource<PostgresCluster, DhanmanService> clusters(
            EventSourceContext<DhanmanService> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(PostgresCluster.class, DhanmanService.class)
                        .withOnUpdateFilter(ServiceResolver::concernsServices)
                        .withPrimaryToSecondaryMapper((DhanmanService service) -> Set.of())
                        .withSecondaryToPrimaryMapper(
                                cluster ->
                                        servicesIn(cluster.getMetadata().getNamespace(), context)
                                                .map(ResourceID::fromResource)
                                                .collect(Collectors.toSet()))
                        .build(),
                context);
    }

    /** Most changes of a cluster's status are about its instances. */
    private static boolean concernsServices(PostgresCluster now, PostgresCluster before) {
        return !Objects.equals(
                        now.getMetadata().getGeneration(), before.getMetadata().getGeneration())
                || !databases(now).equals(databases(before))
                || !ready(now).equals(ready(before));
    }

    private static Optional<List<PostgresDatabaseStatus>> databases(PostgresCluster cluster) {
        return Optional.ofNullable(cluster.getStatus()).map(PostgresClusterStatus::databases);
    }

    private static Optional<String> ready(PostgresCluster cluster) {
        return Optional.ofNullable(cluster.getStatus())
                .flatMap(it -> Conditions.find(it.conditions(), Conditions.READY))
                .map(Condition::getReason);
    }

    private static Stream<DhanmanService> servicesIn(
            String namespace, EventSourceContext<DhanmanService> context) {
        return Optional.ofNullable(context.getPrimaryCache().byIndex(BY_NAMESPACE, namespace))
                .stream()
                .flatMap(List::stream);
    }
}
