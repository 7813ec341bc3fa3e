package com.dhanman.operator.api.v1alpha1;

/** Whether something should be there. */
public enum Ensure {
    /** It is made where it is not there. */
    Present,
    /** It is removed for good. */
    Absent
}
