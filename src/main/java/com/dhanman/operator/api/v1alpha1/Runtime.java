package com.dhanman.operator.api.v1alpha1;

/** What an image runs; decides environment variables, health paths, limits and user. */
public enum Runtime {
    AspNet,
    Container
}
