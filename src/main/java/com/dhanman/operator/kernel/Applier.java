package com.dhanman.operator.kernel;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only writer of children: makes the cluster hold what a plan desires, by server-side apply,
 * and removes what it no longer desires.
 *
 * <p>It never takes over an object of somebody else nor puts anything into a namespace that it
 * should have made but somebody else did, never removes a PersistentVolumeClaim, and removes
 * nothing at all while a plan is not ready, something failed, or the owner is paused. Of a plan
 * that is not ready it makes what has to be there first, and nothing else.
 */
public final class Applier {
    private static final Logger LOG = LoggerFactory.getLogger(Applier.class);
    private static final Set<String> NEVER_PRUNED = Set.of("PersistentVolumeClaim");
    private static final String ADOPT =
            "Choose another name, delete it, or let the operator take it over by the annotation "
                    + Labels.ADOPT
                    + "=true on it";

    private final KubernetesClient client;
    private final Fixpoints fixpoints = new Fixpoints();

    public Applier(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Converges on a plan.
     *
     * @param owner the resource that the plan was made for
     * @param owned objects of ours that the caches hold for it, of all kinds that plans may name
     */
    public Applied converge(HasMetadata owner, Plan plan, Collection<? extends HasMetadata> owned) {
        if (isPaused(owner)) {
            return Applied.NOTHING;
        }
        Run run = new Run(owner, owned);
        if (!(plan instanceof Plan.Ready ready)) {
            plan.first().objects().forEach(run::apply);
            return run.applied();
        }
        ready.desired().objects().forEach(run::apply);
        if (run.applied().complete()) {
            run.prune(ready.desired());
        }
        return run.applied();
    }

    /**
     * Removes objects of the owner whatever a plan says, such as what outlived its meaning.
     *
     * @return what came of it; nothing is left to be done where it is complete
     */
    public Applied discard(HasMetadata owner, Collection<? extends HasMetadata> objects) {
        Run run = new Run(owner, objects);
        run.owned.values().forEach(run::delete);
        return run.applied();
    }

    /** Whether the owner asks to be left as it is. */
    public static boolean isPaused(HasMetadata owner) {
        return hasAnnotation(owner, Labels.PAUSED);
    }

    private static boolean hasAnnotation(HasMetadata object, String annotation) {
        return object.getMetadata().getAnnotations() != null
                && "true".equals(object.getMetadata().getAnnotations().get(annotation));
    }

    /** One converging of one owner. */
    private final class Run {
        private final HasMetadata owner;
        private final Map<ResourceKey, HasMetadata> owned;
        private final List<Finding> findings = new ArrayList<>();
        private final List<String> failures = new ArrayList<>();
        private final Map<ResourceKey, HasMetadata> written = new HashMap<>();
        private final Set<String> foreignNamespaces = new HashSet<>();
        private boolean terminating;

        Run(HasMetadata owner, Collection<? extends HasMetadata> owned) {
            this.owner = owner;
            this.owned =
                    owned.stream()
                            .filter(object -> Ownership.belongsTo(object, owner))
                            .collect(Collectors.toMap(ResourceKey::of, Function.identity()));
        }

        Applied applied() {
            return new Applied(
                    List.copyOf(findings), List.copyOf(failures), terminating, Map.copyOf(written));
        }

        void apply(HasMetadata planned) {
            HasMetadata desired = stamped(planned);
            ResourceKey key = ResourceKey.of(desired);
            if (foreignNamespaces.contains(key.namespace())) {
                return;
            }
            HasMetadata actual = owned.get(key);
            if (actual != null
                    && fixpoints.holds(desired, actual)
                    && !Ownership.isTerminating(actual)) {
                return;
            }
            attempt(
                    key,
                    () -> {
                        HasMetadata found = actual != null ? actual : live(desired).orElse(null);
                        if (found == null || mayWrite(key, found)) {
                            HasMetadata result = send(desired);
                            written.put(key, result);
                            fixpoints.remember(desired, result);
                            LOG.info("{} {}", found == null ? "Created" : "Applied", key);
                        }
                    });
        }

        private boolean mayWrite(ResourceKey key, HasMetadata found) {
            if (Ownership.isTerminating(found)) {
                terminating = true;
                return false;
            }
            if (Ownership.belongsTo(found, owner)
                    || (Ownership.controller(found).isEmpty()
                            && hasAnnotation(found, Labels.ADOPT))) {
                return true;
            }
            if (Ownership.isPredecessors(found, owner)) {
                terminating = true;
                return false;
            }
            findings.add(Ownership.foreign(found, ADOPT));
            if (found instanceof Namespace) {
                foreignNamespaces.add(key.name());
            }
            return false;
        }

        void prune(Desired desired) {
            Set<ResourceKey> wanted = new HashSet<>();
            desired.objects().forEach(object -> wanted.add(ResourceKey.of(object)));
            owned.values().stream()
                    .filter(object -> !wanted.contains(ResourceKey.of(object)))
                    .filter(object -> !NEVER_PRUNED.contains(object.getKind()))
                    .filter(object -> !Ownership.isTerminating(object))
                    .sorted(Desired.CREATION_ORDER.reversed())
                    .forEach(this::delete);
        }

        /** Deletes this very object: not one that was made or changed since the cache saw it. */
        private void delete(HasMetadata object) {
            ResourceKey key = ResourceKey.of(object);
            attempt(
                    key,
                    () -> {
                        client.resource(object)
                                .lockResourceVersion(object.getMetadata().getResourceVersion())
                                .delete();
                        fixpoints.forget(key);
                        LOG.info("Deleted {}, which is no longer declared", key);
                    });
        }

        private void attempt(ResourceKey key, Runnable write) {
            try {
                write.run();
            } catch (KubernetesClientException e) {
                switch (ApiFailure.of(key, e)) {
                    case ApiFailure.Mend mend -> findings.add(mend.finding());
                    case ApiFailure.Retry retry -> failures.add(retry.message());
                    case ApiFailure.Terminating t -> terminating = true;
                }
            }
        }

        private HasMetadata stamped(HasMetadata planned) {
            HasMetadata object = client.getKubernetesSerialization().clone(planned);
            if (Kept.is(object)) {
                return object;
            }
            object.getMetadata().setOwnerReferences(List.of(Ownership.reference(owner)));
            return object;
        }
    }

    private Optional<HasMetadata> live(HasMetadata desired) {
        return Optional.ofNullable(client.resource(desired).get());
    }

    private HasMetadata send(HasMetadata desired) {
        String json = client.getKubernetesSerialization().asJson(desired);
        return client.resource(desired).patch(ServerSideApply.AS_OPERATOR, json);
    }
}
