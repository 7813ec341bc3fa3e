package com.dhanman.operator.kernel;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Objects;

/**
 * Lets updates through that are about the spec, the annotations, the labels or the deletion of a
 * resource. The SDK's own filter looks at the generation alone, and would miss an annotation such
 * as {@link Labels#PAUSED}; without any, each write of a status would lead to another look at it.
 */
public class MeaningfulChange<R extends HasMetadata> implements OnUpdateFilter<R> {
    @Override
    public boolean accept(R now, R before) {
        ObjectMeta a = now.getMetadata();
        ObjectMeta b = before.getMetadata();
        return !Objects.equals(a.getGeneration(), b.getGeneration())
                || !Objects.equals(a.getAnnotations(), b.getAnnotations())
                || !Objects.equals(a.getLabels(), b.getLabels())
                || !Objects.equals(a.getOwnerReferences(), b.getOwnerReferences())
                || !Objects.equals(a.getDeletionTimestamp(), b.getDeletionTimestamp());
    }
}
