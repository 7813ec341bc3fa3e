package com.dhanman.operator.postgres;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import java.util.List;

/**
 * Who the pods are to Kubernetes, and the little that Patroni may do: watch ConfigMaps and pods of
 * the namespace (Kubernetes cannot limit that to a selector), and change its own. It creates none:
 * its ConfigMaps are there before it starts.
 */
final class Identity {
    private Identity() {}

    /** Makes it, for pods of these instances. */
    static List<HasMetadata> of(ClusterSettings settings, List<String> instances) {
        return List.of(
                new ServiceAccountBuilder()
                        .withMetadata(metadata(settings))
                        .withAutomountServiceAccountToken(false)
                        .build(),
                new RoleBuilder()
                        .withMetadata(metadata(settings))
                        .withRules(rules(settings, instances))
                        .build(),
                new RoleBindingBuilder()
                        .withMetadata(metadata(settings))
                        .withNewRoleRef()
                        .withApiGroup("rbac.authorization.k8s.io")
                        .withKind("Role")
                        .withName(name(settings))
                        .endRoleRef()
                        .addNewSubject()
                        .withKind("ServiceAccount")
                        .withName(name(settings))
                        .withNamespace(settings.namespace())
                        .endSubject()
                        .build());
    }

    /** Not the cluster's name alone, which a service may have too. */
    static String name(ClusterSettings settings) {
        return ClusterNames.scope(settings.name());
    }

    private static List<PolicyRule> rules(ClusterSettings settings, List<String> instances) {
        String cluster = settings.name();
        return List.of(
                rule("configmaps", List.of("list", "watch")),
                rule("configmaps", List.of("get"), List.of(ClusterNames.patroniLeader(cluster))),
                rule("configmaps", List.of("patch"), ClusterNames.patroniConfigMaps(cluster)),
                rule("pods", List.of("list", "watch")),
                rule("pods", List.of("patch"), instances.stream().map(ClusterNames::pod).toList()));
    }

    private static PolicyRule rule(String resource, List<String> verbs) {
        return rule(resource, verbs, null);
    }

    private static PolicyRule rule(String resource, List<String> verbs, List<String> names) {
        return new PolicyRuleBuilder()
                .withApiGroups("")
                .withResources(resource)
                .withResourceNames(names)
                .withVerbs(verbs)
                .build();
    }

    private static ObjectMeta metadata(ClusterSettings settings) {
        return new ObjectMetaBuilder()
                .withName(name(settings))
                .withNamespace(settings.namespace())
                .withLabels(settings.labels())
                .build();
    }
}
