package com.dhanman.operator.api.v1alpha1;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** A status that tells how its resource is by conditions. */
public interface HasConditions {
    List<Condition> conditions();
}
