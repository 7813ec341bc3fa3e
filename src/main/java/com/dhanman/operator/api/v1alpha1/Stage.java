package com.dhanman.operator.api.v1alpha1;

/** What an environment is for. */
public enum Stage {
    Production,
    Staging,
    QA,
    Development
}
