package com.dhanman.operator.kernel;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionCondition;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects of a kind that a cluster has only where something else is installed, such as the
 * PodMonitors of the Prometheus Operator. It watches the one definition of that kind, and the
 * objects from when it is there until it is gone; both wake all resources, so that nobody has to
 * restart the operator.
 *
 * @param <P> kind of the resources that the objects are made for
 */
public final class OptionalKind<P extends HasMetadata>
        extends AbstractEventSource<GenericKubernetesResource, P> {
    private static final Logger LOG = LoggerFactory.getLogger(OptionalKind.class);

    /** After which resources are looked at without it; they are again when it is there. */
    private static final long PATIENCE_SECONDS = 10;

    private final Definition definition;
    private final String selector;
    private final Function<GenericKubernetesResource, ResourceID> owner;
    private final EventSourceContext<P> context;
    private final IndexerResourceCache<P> primaries;
    private SharedIndexInformer<CustomResourceDefinition> definitions;
    private volatile SharedIndexInformer<GenericKubernetesResource> objects;
    private volatile CompletionStage<Void> known = CompletableFuture.completedStage(null);

    /**
     * A namespaced kind.
     *
     * @param plural such as {@code podmonitors}
     */
    public record Definition(String group, String version, String kind, String plural) {
        /** Name of its CustomResourceDefinition. */
        public String name() {
            return plural + "." + group;
        }

        public String apiVersion() {
            return group + "/" + version;
        }
    }

    /**
     * @param selector of the labels of objects that are made for such resources
     * @param owner tells the resource that an object is made for
     */
    public OptionalKind(
            Definition definition,
            String selector,
            Function<GenericKubernetesResource, ResourceID> owner,
            EventSourceContext<P> context) {
        super(GenericKubernetesResource.class, definition.name());
        this.definition = definition;
        this.selector = selector;
        this.owner = owner;
        this.context = context;
        this.primaries = context.getPrimaryCache();
    }

    /** Whether objects of it can be made, and those that there are, are known. */
    public boolean isServed() {
        SharedIndexInformer<GenericKubernetesResource> informer = objects;
        return informer != null && informer.hasSynced();
    }

    @Override
    public Set<GenericKubernetesResource> getSecondaryResources(P primary) {
        SharedIndexInformer<GenericKubernetesResource> informer = objects;
        if (informer == null) {
            return Set.of();
        }
        ResourceID id = ResourceID.fromResource(primary);
        return informer
                .getIndexer()
                .byIndex(Cache.NAMESPACE_INDEX, primary.getMetadata().getNamespace())
                .stream()
                .filter(it -> owner.apply(it).equals(id))
                .collect(Collectors.toSet());
    }

    @Override
    public void start() {
        super.start();
        definitions =
                context.getClient()
                        .apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName(definition.name())
                        .runnableInformer(0)
                        .itemStore(new WithoutSchemas())
                        .exceptionHandler((started, failure) -> true)
                        .addEventHandler(new OnChange<>(it -> look()));
        await(definitions.start());
        // Its own event may not have come yet.
        look();
        await(known);
    }

    @Override
    public void stop() {
        super.stop();
        if (definitions != null) {
            definitions.stop();
        }
        forget();
    }

    private synchronized void look() {
        boolean served = definitions.getStore().list().stream().anyMatch(this::isServedBy);
        if (served && objects == null && isRunning()) {
            LOG.info("{} is there", definition.name());
            watch();
        } else if (!served && objects != null) {
            LOG.info("{} is gone", definition.name());
            forget();
            wakeAll();
        }
    }

    private boolean isServedBy(CustomResourceDefinition found) {
        List<CustomResourceDefinitionCondition> conditions =
                found.getStatus() == null ? null : found.getStatus().getConditions();
        return conditions != null
                && conditions.stream()
                        .anyMatch(
                                it ->
                                        it.getType().equals("Established")
                                                && it.getStatus().equals("True"))
                && found.getSpec().getVersions().stream()
                        .anyMatch(
                                it ->
                                        it.getName().equals(definition.version())
                                                && Boolean.TRUE.equals(it.getServed()));
    }

    private void watch() {
        ResourceDefinitionContext kind =
                new ResourceDefinitionContext.Builder()
                        .withGroup(definition.group())
                        .withVersion(definition.version())
                        .withKind(definition.kind())
                        .withPlural(definition.plural())
                        .withNamespaced(true)
                        .build();
        objects =
                context.getClient()
                        .genericKubernetesResources(kind)
                        .inAnyNamespace()
                        .withLabelSelector(selector)
                        .runnableInformer(0)
                        .exceptionHandler((started, failure) -> true)
                        .addEventHandler(new OnChange<>(it -> wake(owner.apply(it))));
        known = objects.start();
        known.thenRun(this::wakeAll);
    }

    private void forget() {
        SharedIndexInformer<GenericKubernetesResource> informer = objects;
        objects = null;
        if (informer != null) {
            informer.stop();
        }
    }

    private void wakeAll() {
        primaries.list().map(ResourceID::fromResource).forEach(this::wake);
    }

    private void wake(ResourceID resource) {
        if (isRunning()) {
            getEventHandler().handleEvent(new Event(resource));
        }
    }

    private void await(CompletionStage<Void> started) {
        try {
            started.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("Cannot tell yet whether there is {}: {}", definition.name(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Definitions are large, and all that matters of them is whether they are in force. */
    private static final class WithoutSchemas extends BasicItemStore<CustomResourceDefinition> {
        WithoutSchemas() {
            super(Cache::metaNamespaceKeyFunc);
        }

        @Override
        public CustomResourceDefinition put(String key, CustomResourceDefinition definition) {
            definition.getSpec().getVersions().forEach(it -> it.setSchema(null));
            return super.put(key, definition);
        }
    }

    /** The same for each kind of change. */
    private record OnChange<T>(Consumer<T> todo) implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T object) {
            todo.accept(object);
        }

        @Override
        public void onUpdate(T before, T now) {
            todo.accept(now);
        }

        @Override
        public void onDelete(T object, boolean unknown) {
            todo.accept(object);
        }
    }
}
