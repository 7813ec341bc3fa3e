package com.dhanman.operator.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.kernel.Labels;
import com.dhanman.operator.kernel.OptionalKind;
import com.dhanman.operator.postgres.patroni.WorthALook;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the caches for one cluster, and says which caches there are. */
final class PostgresResolver {
    private static final String SELECTOR = Labels.SELECT_OURS + "," + ClusterNames.CLUSTER_LABEL;

    /** Kinds that a plan may name; of these, and no others, the unwanted are pruned. */
    private static final List<Class<? extends HasMetadata>> OWNED =
            List.of(
                    ServiceAccount.class,
                    Role.class,
                    RoleBinding.class,
                    Secret.class,
                    ConfigMap.class,
                    PersistentVolumeClaim.class,
                    Service.class,
                    PodDisruptionBudget.class,
                    StatefulSet.class,
                    Deployment.class);

    private static final String OF_A_CLUSTER =
            Labels.SELECT_OURS + "," + ClusterNames.CLUSTER_LABEL;

    private OptionalKind<PostgresCluster> podMonitors;
    private OptionalKind<PostgresCluster> certificates;

    /** Whether the Prometheus Operator is there, to be told of clusters. */
    boolean servesPodMonitors() {
        return podMonitors.isServed();
    }

    /** Whether cert-manager is there, to be asked for certificates. */
    boolean servesCertificates() {
        return certificates.isServed();
    }

    Observed observed(Context<PostgresCluster> context) {
        List<HasMetadata> objects =
                Stream.concat(OWNED.stream(), Stream.of(GenericKubernetesResource.class))
                        .flatMap(context::getSecondaryResourcesAsStream)
                        .map(HasMetadata.class::cast)
                        .toList();
        return new Observed(objects, context.getSecondaryResourcesAsStream(Pod.class).toList());
    }

    List<EventSource<?, PostgresCluster>> eventSources(
            EventSourceContext<PostgresCluster> context) {
        List<EventSource<?, PostgresCluster>> sources = new ArrayList<>();
        OWNED.forEach(kind -> sources.add(source(kind, OF_A_CLUSTER, context)));
        // How the pooler's pods are, its Deployment tells.
        String ofInstances = OF_A_CLUSTER + ",!" + ClusterNames.POOLER_LABEL;
        sources.add(source(Pod.class, ofInstances, context));
        podMonitors = optional(Scraping.POD_MONITOR, context);
        sources.add(podMonitors);
        certificates = optional(ServerCertificate.CERTIFICATE, context);
        sources.add(certificates);
        return sources;
    }

    private static OptionalKind<PostgresCluster> optional(
            OptionalKind.Definition kind, EventSourceContext<PostgresCluster> context) {
        return new OptionalKind<>(kind, OF_A_CLUSTER, PostgresResolver::cluster, context);
    }

    /** What is kept beyond its owner has no owner reference, so the label tells whose it is. */
    private static <R extends HasMetadata> EventSource<R, PostgresCluster> source(
            Class<R> kind, String selector, EventSourceContext<PostgresCluster> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(kind, PostgresCluster.class)
                        .withLabelSelector(selector)
                        .withOnUpdateFilter(WorthALook::at)
                        .withSecondaryToPrimaryMapper(object -> Set.of(cluster(object)))
                        .build(),
                context);
    }

    private static ResourceID cluster(HasMetadata object) {
        return new ResourceID(
                object.getMetadata().getLabels().get(ClusterNames.CLUSTER_LABEL),
                object.getMetadata().getNamespace());
    }
}
