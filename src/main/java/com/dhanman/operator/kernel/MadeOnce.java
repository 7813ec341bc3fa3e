package com.dhanman.operator.kernel;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes Secrets whose content is generated, such as passwords and keys. Beside {@link Applier} the
 * only writer of children, for what no plan can say: a plan gives the same content each time.
 *
 * <p>Such a Secret is created and never applied again. Its content is replaced only in the version
 * that was read, so that of two operators, or of one with a stale cache, at most one succeeds. It
 * carries the label {@link Labels#GENERATED}; nothing prunes what carries it.
 */
public final class MadeOnce {
    private static final Logger LOG = LoggerFactory.getLogger(MadeOnce.class);
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final KubernetesClient client;

    public MadeOnce(KubernetesClient client) {
        this.client = client;
    }

    /** What came of it. */
    public sealed interface Outcome {
        /** The Secret as it is now. */
        record There(Secret secret, boolean written) implements Outcome {}

        /** Somebody has to do something first. */
        record Refused(Finding finding) implements Outcome {}

        /** It will be tried again. */
        record Later(String message) implements Outcome {}
    }

    /** Whether an object's content was generated. */
    public static boolean is(HasMetadata object) {
        return object.getMetadata().getLabels() != null
                && "true".equals(object.getMetadata().getLabels().get(Labels.GENERATED));
    }

    /**
     * Gives the owner's Secret, and makes it where it is not there.
     *
     * @param cached the Secret as the cache has it
     * @param make gives its name, namespace, labels and content; called only where the cache has
     *     none
     */
    public Outcome ensure(HasMetadata owner, Optional<Secret> cached, Supplier<Secret> make) {
        if (cached.isPresent()) {
            return owned(owner, cached.get());
        }
        Secret made = stamped(owner, make.get());
        ResourceKey key = ResourceKey.of(made);
        return attempt(
                key,
                () -> {
                    try {
                        Secret created = client.resource(made).create();
                        LOG.info("Created {}", key);
                        return new Outcome.There(created, true);
                    } catch (KubernetesClientException e) {
                        if (e.getCode() != CONFLICT) {
                            throw e;
                        }
                        // The cache did not have it yet, or never will: it is somebody else's.
                        Secret live = client.resource(made).get();
                        return live == null
                                ? new Outcome.Later(key + " comes and goes")
                                : owned(owner, live);
                    }
                });
    }

    /**
     * Replaces the content of the owner's Secret, unless it is no longer the one that was seen.
     *
     * @param seen the Secret that the new content was made from
     */
    public Outcome replace(HasMetadata owner, Secret seen, Secret next) {
        if (!Ownership.belongsTo(seen, owner)) {
            return owned(owner, seen);
        }
        Secret update = stamped(owner, next);
        update.getMetadata().setResourceVersion(seen.getMetadata().getResourceVersion());
        ResourceKey key = ResourceKey.of(update);
        return attempt(
                key,
                () -> {
                    Secret updated = client.resource(update).update();
                    LOG.info("Replaced the content of {}", key);
                    return new Outcome.There(updated, true);
                });
    }

    /** Removes the owner's Secret, unless it is no longer the one that was seen. */
    public Outcome discard(HasMetadata owner, Secret seen) {
        if (!Ownership.belongsTo(seen, owner) || !is(seen)) {
            return owned(owner, seen);
        }
        ResourceKey key = ResourceKey.of(seen);
        return attempt(
                key,
                () -> {
                    client.resource(seen)
                            .lockResourceVersion(seen.getMetadata().getResourceVersion())
                            .delete();
                    LOG.info("Deleted {}, which is no longer needed", key);
                    return new Outcome.There(seen, true);
                });
    }

    private static Outcome owned(HasMetadata owner, Secret found) {
        if (Ownership.isTerminating(found) || Ownership.isPredecessors(found, owner)) {
            return new Outcome.Later(ResourceKey.of(found) + " is being deleted");
        }
        return Ownership.belongsTo(found, owner)
                ? new Outcome.There(found, false)
                : new Outcome.Refused(
                        Ownership.foreign(found, "Choose another name for yours, or delete it"));
    }

    private static Secret stamped(HasMetadata owner, Secret secret) {
        return new SecretBuilder(secret)
                .editMetadata()
                .withOwnerReferences(List.of(Ownership.reference(owner)))
                .addToLabels(Labels.GENERATED, "true")
                .endMetadata()
                .build();
    }

    private static Outcome attempt(ResourceKey key, Supplier<Outcome> write) {
        try {
            return write.get();
        } catch (KubernetesClientException e) {
            if (e.getCode() == CONFLICT || e.getCode() == NOT_FOUND) {
                return new Outcome.Later(key + " was changed meanwhile");
            }
            return switch (ApiFailure.of(key, e)) {
                case ApiFailure.Mend mend -> new Outcome.Refused(mend.finding());
                case ApiFailure.Retry retry -> new Outcome.Later(retry.message());
                case ApiFailure.Terminating t -> new Outcome.Later("The namespace is going");
            };
        }
    }
}
