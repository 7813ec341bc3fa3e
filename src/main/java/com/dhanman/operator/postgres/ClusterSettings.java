package com.dhanman.operator.postgres;

import com.dhanman.operator.api.v1alpha1.DeletionPolicy;
import com.dhanman.operator.api.v1alpha1.LocalReference;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresClusterSpec;
import com.dhanman.operator.api.v1alpha1.PostgresIssuer;
import com.dhanman.operator.api.v1alpha1.PostgresPlacement;
import com.dhanman.operator.api.v1alpha1.PostgresStorage;
import com.dhanman.operator.api.v1alpha1.PostgresTls;
import com.dhanman.operator.api.v1alpha1.ResourceAmounts;
import com.dhanman.operator.api.v1alpha1.Resources;
import com.dhanman.operator.kernel.PoolerSettings;
import com.dhanman.operator.postgres.sql.OwnRole;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A cluster with every default filled in.
 *
 * @param fenced instances that are kept from running
 * @param serverSecret Secret of the servers' certificate
 * @param issuer whom cert-manager is to ask for that
 * @param monitored whether instances tell of themselves in metrics
 */
record ClusterSettings(
        String name,
        String namespace,
        int version,
        String image,
        List<String> imagePullSecrets,
        int instances,
        PostgresStorage storage,
        Resources resources,
        PostgresPlacement placement,
        List<String> fenced,
        boolean hibernated,
        DeletionPolicy deletionPolicy,
        String serverSecret,
        Optional<PostgresIssuer> issuer,
        Optional<PoolerSettings> pooler,
        boolean monitored) {
    static final int VERSION = 18;
    static final int INSTANCES = 3;
    private static final ResourceAmounts REQUESTS =
            new ResourceAmounts(new Quantity("250m"), new Quantity("512Mi"));
    private static final ResourceAmounts LIMITS = new ResourceAmounts(null, new Quantity("1Gi"));
    private static final PostgresPlacement PLACEMENT =
            new PostgresPlacement(PostgresPlacement.Spread.Preferred, null, null, null, null);

    /**
     * Fills in the defaults.
     *
     * @param defaultImage image that belongs to this version of the operator
     */
    static ClusterSettings of(PostgresCluster cluster, String defaultImage) {
        PostgresClusterSpec spec = cluster.getSpec();
        String name = cluster.getMetadata().getName();
        return new ClusterSettings(
                name,
                cluster.getMetadata().getNamespace(),
                or(spec.version(), VERSION),
                or(spec.image(), defaultImage),
                or(spec.imagePullSecrets(), List.<LocalReference>of()).stream()
                        .map(LocalReference::name)
                        .toList(),
                or(spec.instances(), INSTANCES),
                spec.storage(),
                resources(spec.resources()),
                or(spec.placement(), PLACEMENT),
                or(spec.fenced(), List.of()),
                or(spec.hibernated(), false),
                or(spec.deletionPolicy(), DeletionPolicy.Retain),
                serverSecret(name, Optional.ofNullable(spec.tls())),
                Optional.ofNullable(spec.tls()).map(PostgresTls::issuerRef),
                PoolerSettings.of(spec),
                OwnRole.of(spec).contains(OwnRole.EXPORTER));
    }

    /** Names of the instances, in their order. */
    List<String> instanceNames() {
        return IntStream.rangeClosed(1, instances)
                .mapToObj(number -> ClusterNames.instance(name, number))
                .toList();
    }

    /** Whether an instance should have a pod. */
    boolean runs(String instance) {
        return !hibernated && !fenced.contains(instance);
    }

    /** Labels of all that belongs to the cluster. */
    Map<String, String> labels() {
        return ClusterNames.labels(name, namespace);
    }

    /** Labels of all that belongs to an instance. */
    Map<String, String> labels(String instance) {
        Map<String, String> labels = labels();
        labels.put(ClusterNames.INSTANCE_LABEL, instance);
        return labels;
    }

    private static String serverSecret(String name, Optional<PostgresTls> tls) {
        return tls.map(PostgresTls::serverSecret)
                .or(() -> tls.map(PostgresTls::issuerRef).map(it -> ClusterNames.issued(name)))
                .orElse(ClusterNames.serverSecret(name));
    }

    private static Resources resources(Resources own) {
        if (own == null) {
            return new Resources(REQUESTS, LIMITS);
        }
        ResourceAmounts limits = or(own.limits(), own.requests() == null ? LIMITS : NOTHING);
        return new Resources(or(own.requests(), limits), limits);
    }

    private static final ResourceAmounts NOTHING = new ResourceAmounts(null, null);

    private static <T> T or(T own, T preset) {
        return own == null ? preset : own;
    }
}
