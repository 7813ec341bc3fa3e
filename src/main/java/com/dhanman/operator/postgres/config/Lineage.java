package com.dhanman.operator.postgres.config;

import com.dhanman.operator.api.v1alpha1.PostgresBootstrap;
import com.dhanman.operator.api.v1alpha1.PostgresClusterSpec;
import com.dhanman.operator.api.v1alpha1.PostgresSource;
import java.util.Optional;

/** Whether a cluster's data is its own yet. */
public enum Lineage {
    /** It follows a server outside of it, as that server's role. */
    FOLLOWS,
    /** It was promoted, but the roles by which instances log in to each other are not made yet. */
    PROMOTED,
    /** It has a primary of its own, and roles of its own. */
    OWN;

    /**
     * Tells where a cluster stands.
     *
     * @param rolesMade whether the roles `replicator` and `rewind` are known to be there; of no
     *     account without `bootstrap.standbyOf`, since a new cluster is made with them
     */
    public static Lineage of(PostgresClusterSpec spec, boolean rolesMade) {
        Optional<PostgresSource> source = source(spec);
        if (source.isEmpty()) {
            return OWN;
        }
        if (!Boolean.TRUE.equals(source.get().promote())) {
            return FOLLOWS;
        }
        return rolesMade ? OWN : PROMOTED;
    }

    static Optional<PostgresSource> source(PostgresClusterSpec spec) {
        return Optional.ofNullable(spec.bootstrap()).map(PostgresBootstrap::standbyOf);
    }
}
