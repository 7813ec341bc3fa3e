package com.dhanman.operator.kernel;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.TreeMap;

/**
 * Objects that outlive their owner, such as volumes: they have no owner reference, so that
 * Kubernetes does not collect them, and belong to whoever has the owner's kind and name.
 */
public final class Kept {
    private Kept() {}

    /** Marks an object of a plan. */
    public static <T extends HasMetadata> T beyond(HasMetadata owner, T object) {
        Map<String, String> annotations = new TreeMap<>();
        if (object.getMetadata().getAnnotations() != null) {
            annotations.putAll(object.getMetadata().getAnnotations());
        }
        annotations.put(Labels.KEPT_FOR, mark(owner));
        object.getMetadata().setAnnotations(annotations);
        return object;
    }

    static boolean is(HasMetadata object) {
        return keptFor(object) != null;
    }

    /** Whether it was kept for this owner or a predecessor of its name. */
    public static boolean isFor(HasMetadata owner, HasMetadata object) {
        return mark(owner).equals(keptFor(object));
    }

    private static String mark(HasMetadata owner) {
        return owner.getKind() + "/" + owner.getMetadata().getName();
    }

    private static String keptFor(HasMetadata object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations == null ? null : annotations.get(Labels.KEPT_FOR);
    }
}
