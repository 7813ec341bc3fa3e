package com.dhanman.operator.api.v1alpha1;

/** Names that every resource of this API shares. */
public final class Api {
    /** API group of all resources; also the prefix of the operator's own labels and annotations. */
    public static final String GROUP = "platform.dhanman.com";

    public static final String VERSION = "v1alpha1";

    private Api() {}
}
