package com.dhanman.operator.runtime;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Which of the operator's replicas works: environment variables DHANMAN_LEADERSHIP_*. */
@ConfigMapping(prefix = "dhanman.leadership")
interface LeadershipConfig {
    /** False runs without a lease, for a single replica outside of a cluster. */
    @WithDefault("true")
    boolean enabled();

    /** Namespace of the lease; default: that of the kubeconfig or of the pod. */
    Optional<String> namespace();

    /** Name of the lease. */
    @WithDefault("dhanman-operator")
    String lease();

    /** Name of this replica; default: the host name. */
    @WithDefault("${HOSTNAME:dhanman-operator}")
    String identity();

    /** After this long without a renewal another replica takes over. */
    @WithDefault("15s")
    Duration duration();

    /** After this long without a successful renewal the leader stops by itself. */
    @WithDefault("10s")
    Duration renewWithin();

    /** Time between two tries. */
    @WithDefault("2s")
    Duration retry();
}
