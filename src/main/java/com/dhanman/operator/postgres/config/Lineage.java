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

    /** Tells where a cluster stands. */
    public static Lineage of(PostgresClusterSpec spec, Heritage heritage) {
        Optional<PostgresSource> source = source(spec);
        if (source.isEmpty()) {
            return OWN;
        }
        boolean left =
                switch (heritage.course()) {
                    case LEFT -> true;
                    case FOLLOWS -> isToLeave(source.get()) && heritage.admitted();
                    // Its ConfigMaps are gone. It must not follow if it ever was promoted.
                    case UNKNOWN -> isToLeave(source.get()) && heritage.begun();
                };
        if (!left) {
            return FOLLOWS;
        }
        return heritage.rolesMade() ? OWN : PROMOTED;
    }

    /** Whether somebody asked for the promotion. */
    public static boolean isToLeave(PostgresSource source) {
        return Boolean.TRUE.equals(source.promote());
    }

    /** The server that a cluster is, or was, to follow. */
    public static Optional<PostgresSource> source(PostgresClusterSpec spec) {
        return Optional.ofNullable(spec.bootstrap()).map(PostgresBootstrap::standbyOf);
    }
}
