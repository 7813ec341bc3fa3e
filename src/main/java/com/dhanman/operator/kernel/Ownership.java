package com.dhanman.operator.kernel;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Optional;

/** Whose an object is. */
final class Ownership {
    private Ownership() {}

    /** Makes an object the owner's, so that Kubernetes collects it with the owner. */
    static OwnerReference reference(HasMetadata owner) {
        return new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }

    /** Whether it is the owner's: as its child, or kept for whoever has the owner's name. */
    static boolean belongsTo(HasMetadata object, HasMetadata owner) {
        return controller(object)
                .map(it -> it.getUid().equals(owner.getMetadata().getUid()))
                .orElseGet(() -> Kept.isFor(owner, object));
    }

    /** Whether its owner had the same name and is gone; Kubernetes collects its children. */
    static boolean isPredecessors(HasMetadata object, HasMetadata owner) {
        return controller(object)
                .map(
                        it ->
                                it.getKind().equals(owner.getKind())
                                        && it.getName().equals(owner.getMetadata().getName())
                                        && !it.getUid().equals(owner.getMetadata().getUid()))
                .orElse(false);
    }

    static Optional<OwnerReference> controller(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(it -> Boolean.TRUE.equals(it.getController()))
                .findFirst();
    }

    static boolean isTerminating(HasMetadata object) {
        return object.getMetadata().getDeletionTimestamp() != null;
    }

    /**
     * Somebody else's object has a name that we need.
     *
     * @param remedy what to do where nobody controls the object
     */
    static Finding foreign(HasMetadata object, String remedy) {
        Optional<OwnerReference> owner = controller(object);
        String whose =
                owner.map(it -> "it belongs to " + it.getKind() + " " + it.getName())
                        .orElse("it was not made by this operator");
        return Finding.error(
                "Conflict",
                ResourceKey.of(object).toString(),
                "exists already and " + whose,
                owner.isPresent() ? "Choose another name, or delete it" : remedy);
    }
}
