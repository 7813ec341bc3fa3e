package com.dhanman.operator.kernel;

import com.dhanman.operator.api.v1alpha1.Api;
import java.util.Map;
import java.util.TreeMap;

/** Labels and annotations of all objects that the operator makes or reads. */
public final class Labels {
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String NAME = "app.kubernetes.io/name";
    public static final String PART_OF = "app.kubernetes.io/part-of";
    public static final String VERSION = "app.kubernetes.io/version";

    /** Value of {@link #MANAGED_BY}, and field manager of every write. */
    public static final String OPERATOR = "dhanman-operator";

    /** Selects what the operator made, so that informers hold nothing else. */
    public static final String SELECT_OURS = MANAGED_BY + "=" + OPERATOR;

    /** Name of the service that a pod belongs to; Deployments and Services select by it alone. */
    public static final String SERVICE = Api.GROUP + "/service";

    /** Set to "true" on a resource: the operator leaves everything of it as it is. */
    public static final String PAUSED = Api.GROUP + "/paused";

    /** Set to "true" on an object that somebody else made: the operator may take it over. */
    public static final String ADOPT = Api.GROUP + "/adopt";

    /** Kind and name of the resource that a kept object belongs to. */
    public static final String KEPT_FOR = Api.GROUP + "/kept-for";

    /** "true" on an object whose content was generated: made once, never applied, never pruned. */
    public static final String GENERATED = Api.GROUP + "/generated";

    /** Fingerprint of the environment's part that a declared service was made with. */
    public static final String ENVIRONMENT_HASH = Api.GROUP + "/environment-hash";

    private Labels() {}

    /**
     * Labels of an object. There is no app.kubernetes.io/instance among them: Argo CD may be set to
     * track its own objects by that label, and would prune ours.
     */
    public static Map<String, String> of(String name, String partOf) {
        Map<String, String> labels = new TreeMap<>();
        labels.put(NAME, name);
        labels.put(PART_OF, partOf);
        labels.put(MANAGED_BY, OPERATOR);
        return labels;
    }
}
