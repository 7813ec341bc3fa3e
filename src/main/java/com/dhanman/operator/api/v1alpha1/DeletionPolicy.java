package com.dhanman.operator.api.v1alpha1;

/** What becomes of data when the resource that it belongs to is deleted. */
public enum DeletionPolicy {
    /** It stays. */
    Retain,
    /** It goes too. */
    Delete
}
