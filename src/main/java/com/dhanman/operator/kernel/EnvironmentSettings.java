package com.dhanman.operator.kernel;

import com.dhanman.operator.api.v1alpha1.EnvironmentPostgres;
import com.dhanman.operator.api.v1alpha1.Routing;
import com.dhanman.operator.api.v1alpha1.ServiceDefaults;
import com.dhanman.operator.api.v1alpha1.Stage;
import com.dhanman.operator.api.v1alpha1.TenantEnvironment;
import com.dhanman.operator.api.v1alpha1.TenantEnvironmentSpec;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;

/**
 * The part of an environment that each of its services is made with.
 *
 * @param name name of the environment and of its namespace
 * @param hosts pattern of host names, or null
 * @param routing how requests get in, or null
 * @param defaults what services have in common, or null
 * @param databases where services find their databases, or null
 */
public record EnvironmentSettings(
        String name,
        Stage stage,
        String hosts,
        Routing routing,
        ServiceDefaults defaults,
        @JsonInclude(JsonInclude.Include.NON_NULL) Databases databases) {
    /** Name of a PostgresCluster where an environment does not say otherwise. */
    private static final String CLUSTER = "postgres";

    /**
     * The databases that an environment declares for its services.
     *
     * @param cluster name of the PostgresCluster
     * @param pattern of the databases' names, or null
     */
    public record Databases(String cluster, String pattern) {
        static Databases of(EnvironmentPostgres postgres) {
            return postgres == null
                    ? null
                    : new Databases(
                            Objects.requireNonNullElse(postgres.name(), CLUSTER),
                            postgres.database());
        }
    }

    public static EnvironmentSettings of(TenantEnvironment environment) {
        TenantEnvironmentSpec spec = environment.getSpec();
        return new EnvironmentSettings(
                environment.getMetadata().getName(),
                spec.stage(),
                spec.hosts(),
                spec.routing(),
                spec.defaults(),
                Databases.of(spec.postgres()));
    }

    /**
     * Changes when any of it does. A declared service carries the fingerprint that it was made
     * with: the service's controller may see the environment later than the service, and must not
     * roll pods with a mixture of old and new.
     */
    public String fingerprint() {
        return Fingerprint.of(this);
    }
}
