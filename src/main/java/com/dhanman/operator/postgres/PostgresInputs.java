package com.dhanman.operator.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresClusterSpec;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.postgres.config.Heritage;
import com.dhanman.operator.postgres.config.Heritage.Course;
import com.dhanman.operator.postgres.config.Lineage;
import com.dhanman.operator.postgres.credentials.Credentials;
import com.dhanman.operator.postgres.source.SourceView;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a plan is made from.
 *
 * @param cluster the cluster as declared
 * @param defaultImage image of instances where the cluster names none
 * @param credentials what was generated for it; empty while something of it is missing
 * @param findings what is wrong with the Secrets that it names
 * @param leaving instances that are no longer wanted, and go on until the others do without them
 * @param volumes by name of a claim, the size that it asks for
 * @param podMonitors whether the Prometheus Operator is there, to be told of the cluster
 * @param issuing how far cert-manager is with the servers' certificate
 * @param heritage how it began
 * @param source what is seen of the server that it follows
 */
public record PostgresInputs(
        PostgresCluster cluster,
        String defaultImage,
        Optional<Credentials> credentials,
        List<Finding> findings,
        List<String> leaving,
        Map<String, Quantity> volumes,
        boolean podMonitors,
        Issuing issuing,
        Heritage heritage,
        SourceView source) {
    /** Inputs for a cluster that was never made, as `render` and golden files need them. */
    public static PostgresInputs declared(PostgresCluster cluster) {
        return new PostgresInputs(
                cluster,
                PostgresConfig.DEFAULT_IMAGE,
                Optional.of(Credentials.placeholder(cluster)),
                List.of(),
                List.of(),
                Map.of(),
                true,
                Issuing.DONE,
                declared(cluster.getSpec()),
                SourceView.NOTHING);
    }

    /** As if all had gone well so far. */
    private static Heritage declared(PostgresClusterSpec spec) {
        boolean follows = Lineage.source(spec).filter(it -> !Lineage.isToLeave(it)).isPresent();
        return follows ? new Heritage(true, Course.FOLLOWS, false, false) : Heritage.OWN;
    }
}
