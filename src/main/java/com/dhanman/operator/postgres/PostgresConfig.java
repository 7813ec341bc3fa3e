package com.dhanman.operator.postgres;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What the operator runs databases with: environment variables DHANMAN_POSTGRES_*. */
@ConfigMapping(prefix = "dhanman.postgres")
public interface PostgresConfig {
    /** Image of instances whose cluster names none. */
    @WithDefault(DEFAULT_IMAGE)
    String image();

    /** Image that `render` takes, which knows of no configuration. */
    String DEFAULT_IMAGE = "dhanman-postgres:18";
}
