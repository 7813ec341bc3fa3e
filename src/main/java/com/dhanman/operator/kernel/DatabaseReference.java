package com.dhanman.operator.kernel;

import com.dhanman.operator.api.v1alpha1.ServiceDatabase;
import com.dhanman.operator.api.v1alpha1.ServiceDefaults;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The database that a service uses, by what it says itself, else by what its environment says.
 *
 * @param cluster its PostgresCluster; empty where nobody names one
 * @param name the database in it
 * @param poolSize connections of each pod, where somebody says how many
 * @param pooled whether writes go through the cluster's pooler
 */
public record DatabaseReference(
        Optional<String> cluster, String name, Optional<Integer> poolSize, boolean pooled) {
    /** Connections of each pod where nobody says how many; so it is in the clusters' Secrets. */
    public static final int POOL_SIZE = 20;

    private static final String SERVICE = "{service}";
    private static final ServiceDatabase NOTHING =
            new ServiceDatabase(null, null, null, null, null);

    /**
     * Works it out.
     *
     * @param own what the service says, or null
     * @param environment settings of the environment that it is in, if there is one
     * @return nothing where it uses no database
     */
    public static Optional<DatabaseReference> of(
            String service, ServiceDatabase own, Optional<EnvironmentSettings> environment) {
        ServiceDatabase mine = Objects.requireNonNullElse(own, NOTHING);
        ServiceDatabase common =
                environment
                        .map(EnvironmentSettings::defaults)
                        .map(ServiceDefaults::database)
                        .orElse(NOTHING);
        Optional<EnvironmentSettings.Databases> declared =
                environment.map(EnvironmentSettings::databases);
        Optional<String> cluster =
                first(
                        mine.cluster(),
                        common.cluster(),
                        declared.map(EnvironmentSettings.Databases::cluster).orElse(null));
        if (!isUsed(mine, common, cluster.isPresent())) {
            return Optional.empty();
        }
        String name =
                first(
                                mine.name(),
                                common.name(),
                                declared.map(EnvironmentSettings.Databases::pattern).orElse(null))
                        .orElse(SERVICE);
        return Optional.of(
                new DatabaseReference(
                        cluster,
                        name.replace(SERVICE, service),
                        first(mine.maximumPoolSize(), common.maximumPoolSize()),
                        first(mine.pooled(), common.pooled()).orElse(false)));
    }

    /** A service that names its database means it, whatever the others do. */
    private static boolean isUsed(ServiceDatabase mine, ServiceDatabase common, boolean cluster) {
        if (mine.enabled() != null) {
            return mine.enabled();
        }
        if (mine.cluster() != null || mine.name() != null) {
            return true;
        }
        return Objects.requireNonNullElse(common.enabled(), cluster);
    }

    /** Connections of each pod. */
    public int connections() {
        return poolSize.orElse(POOL_SIZE);
    }

    @SafeVarargs
    private static <T> Optional<T> first(T... values) {
        return Stream.of(values).filter(Objects::nonNull).findFirst();
    }
}
