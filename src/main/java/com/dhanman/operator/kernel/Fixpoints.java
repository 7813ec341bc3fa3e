package com.dhanman.operator.kernel;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers what an apply led to, so that the next one of the same thing need not be sent.
 *
 * <p>An object needs no apply while what we want of it and what we own in it are both as they were
 * after the last one: whoever changes one of our fields takes its ownership, so that our entry in
 * managedFields shrinks. A cached object of an older generation does not count: the cache has not
 * seen what was written. Unlike a comparison of values, this knows nothing of defaults, quantities
 * or list order, and cannot be wrong about them (<a
 * href="https://github.com/operator-framework/java-operator-sdk/issues/2249">examples</a>). After a
 * restart each object is applied once, which writes nothing where nothing differs.
 */
final class Fixpoints {
    private static final int MOST = 100_000;

    private record Fixpoint(String desired, String owned, long generation) {
        /** Whether the object is no older than the one that this was remembered of. */
        private boolean holds(Fixpoint now) {
            return desired.equals(now.desired)
                    && owned.equals(now.owned)
                    && generation <= now.generation;
        }
    }

    private final Map<ResourceKey, Fixpoint> known =
            new LinkedHashMap<>(64, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<ResourceKey, Fixpoint> eldest) {
                    return size() > MOST;
                }
            };

    synchronized void remember(HasMetadata desired, HasMetadata result) {
        known.put(ResourceKey.of(desired), fixpoint(desired, result));
    }

    synchronized boolean holds(HasMetadata desired, HasMetadata actual) {
        Fixpoint remembered = known.get(ResourceKey.of(desired));
        return remembered != null && remembered.holds(fixpoint(desired, actual));
    }

    synchronized void forget(ResourceKey key) {
        known.remove(key);
    }

    private static Fixpoint fixpoint(HasMetadata desired, HasMetadata actual) {
        String owned =
                actual.getMetadata().getManagedFields().stream()
                        .filter(Fixpoints::isOurs)
                        .findFirst()
                        .map(entry -> Fingerprint.of(entry.getFieldsV1()))
                        .orElse("nothing");
        Long generation = actual.getMetadata().getGeneration();
        return new Fixpoint(
                Fingerprint.of(desired),
                actual.getMetadata().getUid() + " " + owned,
                generation == null ? 0 : generation);
    }

    private static boolean isOurs(ManagedFieldsEntry entry) {
        return Labels.OPERATOR.equals(entry.getManager())
                && "Apply".equals(entry.getOperation())
                && entry.getSubresource() == null;
    }
}
