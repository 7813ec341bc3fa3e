package com.dhanman.operator.postgres;

import com.dhanman.operator.api.v1alpha1.Ensure;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresDatabase;
import com.dhanman.operator.kernel.Desired;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.kernel.Plan;
import com.dhanman.operator.kernel.PoolerSettings;
import com.dhanman.operator.postgres.config.Configuration;
import com.dhanman.operator.postgres.config.Lineage;
import com.dhanman.operator.postgres.credentials.Credentials;
import com.dhanman.operator.postgres.credentials.DatabaseSecret;
import com.dhanman.operator.postgres.operations.Widening;
import com.dhanman.operator.postgres.source.Beginning;
import com.dhanman.operator.postgres.sql.DesiredSql;
import com.dhanman.operator.postgres.sql.LoginAccess;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The objects that a cluster is made of. */
public final class PostgresPlan {
    private static final String PATRONI_FILE = "patroni.yml";

    private PostgresPlan() {}

    public static Plan of(PostgresInputs inputs) {
        ClusterSettings settings = ClusterSettings.of(inputs.cluster(), inputs.defaultImage());
        Configuration configuration = configuration(inputs, settings);
        List<Finding> findings =
                Stream.of(
                                configuration.findings(),
                                inputs.findings(),
                                Issuing.findings(inputs, settings),
                                FencedInstances.findings(settings),
                                Volumes.findings(settings, inputs.volumes()),
                                beginning(inputs, configuration),
                                sql(inputs).findings())
                        .flatMap(List::stream)
                        .toList();
        if (findings.stream().anyMatch(it -> it.severity() == Finding.Severity.ERROR)) {
            return Issuing.isToBlame(findings)
                    ? new Plan.Blocked(findings, Issuing.first(inputs, settings))
                    : new Plan.Blocked(findings);
        }
        if (inputs.credentials().isEmpty()) {
            return Issuing.waiting(inputs, settings);
        }
        return new Plan.Ready(Desired.of(objects(inputs, settings, configuration)), findings);
    }

    private static List<Finding> beginning(PostgresInputs inputs, Configuration configuration) {
        return Beginning.findings(
                inputs.cluster().getSpec(),
                inputs.heritage(),
                inputs.source(),
                configuration.parameters().effective());
    }

    private static DesiredSql sql(PostgresInputs inputs) {
        return DesiredSql.of(inputs.cluster().getSpec(), LoginAccess.of(Map.of()));
    }

    private static Configuration configuration(PostgresInputs inputs, ClusterSettings settings) {
        return Configuration.of(
                settings.name(),
                inputs.cluster().getSpec(),
                settings.resources(),
                Lineage.of(inputs.cluster().getSpec(), inputs.heritage()),
                false);
    }

    private static List<HasMetadata> objects(
            PostgresInputs inputs, ClusterSettings settings, Configuration configuration) {
        PostgresCluster cluster = inputs.cluster();
        List<HasMetadata> objects = new ArrayList<>();
        Issuing.certificate(inputs, settings).ifPresent(objects::add);
        objects.addAll(Identity.of(settings, instances(inputs, settings)));
        objects.addAll(databaseSecrets(cluster, inputs.credentials().orElseThrow()));
        objects.add(patroniFile(settings, configuration));
        objects.addAll(PatroniMaps.of(settings, cluster, dynamic(inputs, configuration)));
        objects.addAll(Volumes.of(settings, cluster));
        objects.addAll(Endpoints.of(settings));
        Disruptions.of(settings).ifPresent(objects::add);
        if (settings.monitored() && inputs.podMonitors()) {
            objects.add(Scraping.of(settings));
        }
        instances(inputs, settings).forEach(it -> objects.add(Instance.of(settings, it)));
        int connections = configuration.parameters().clientConnections();
        settings.pooler().ifPresent(it -> objects.addAll(pooler(settings, it, connections)));
        return objects;
    }

    private static List<HasMetadata> pooler(
            ClusterSettings settings, PoolerSettings pooler, int connections) {
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(PoolerFile.of(settings, pooler, connections));
        objects.addAll(Endpoints.pooler(settings));
        Disruptions.pooler(settings, pooler).ifPresent(objects::add);
        objects.add(Pooler.of(settings, pooler));
        return objects;
    }

    private static String dynamic(PostgresInputs inputs, Configuration configuration) {
        return Widening.isUnderWay(inputs.cluster())
                ? configuration.withAllSynchronous(inputs.cluster().getSpec()).dynamic()
                : configuration.dynamic();
    }

    /** Those that are wanted, and those that cannot go yet. */
    private static List<String> instances(PostgresInputs inputs, ClusterSettings settings) {
        List<String> wanted = settings.instanceNames();
        return Stream.concat(
                        wanted.stream(),
                        inputs.leaving().stream().filter(it -> !wanted.contains(it)))
                .toList();
    }

    private static List<HasMetadata> databaseSecrets(
            PostgresCluster cluster, Credentials credentials) {
        return databases(cluster)
                .map(database -> DatabaseSecret.of(cluster, database, credentials))
                .flatMap(Optional::stream)
                .map(HasMetadata.class::cast)
                .toList();
    }

    /** Those that should be there. */
    static Stream<PostgresDatabase> databases(PostgresCluster cluster) {
        List<PostgresDatabase> databases = cluster.getSpec().databases();
        return databases == null
                ? Stream.empty()
                : databases.stream().filter(it -> it.ensure() != Ensure.Absent);
    }

    private static ConfigMap patroniFile(ClusterSettings settings, Configuration configuration) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(ClusterNames.scope(settings.name()))
                .withNamespace(settings.namespace())
                .withLabels(settings.labels())
                .endMetadata()
                .addToData(PATRONI_FILE, configuration.patroniFile())
                .build();
    }
}
