package com.dhanman.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.testkit.ApiRequest;
import com.dhanman.operator.testkit.OperatorInstallation;
import com.dhanman.operator.testkit.RunningOperator;
import com.dhanman.operator.testkit.RunningOperator.Operator;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs after all other tests, and compares what they needed with what the chart grants. */
@Order(Integer.MAX_VALUE)
@ExtendWith(RunningOperator.class)
class RightsIT {
    private static final int CREATED = 201;

    /** What only clusters of databases need, whose pods these tests do not run. */
    private static final Set<String> FOR_DATABASES =
            Set.of(
                    "postgresclusters",
                    "postgresclusters/status",
                    "statefulsets",
                    "persistentvolumeclaims",
                    "poddisruptionbudgets",
                    "secrets",
                    "configmaps",
                    "roles",
                    "rolebindings");

    private static final Set<String> ON_PODS_OF_DATABASES = Set.of("patch pods", "delete pods");

    private final Operator operator;

    RightsIT(Operator operator) {
        this.operator = operator;
    }

    @Test
    void theOperatorNeedsNoMoreThanTheChartGrants() {
        assertThat(operator.api().requests().stream().filter(ApiRequest::lacksRight).distinct())
                .isEmpty();
    }

    @Test
    void theChartGrantsNoMoreThanTheOperatorNeeds() {
        Set<String> used =
                operator.api().requests().stream()
                        .filter(request -> request.status() < 400 || request.status() == 404)
                        .flatMap(RightsIT::needed)
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(granted())
                .filteredOn(right -> !ON_PODS_OF_DATABASES.contains(right))
                .as("each right is used by some test")
                .allSatisfy(right -> assertThat(used).contains(right));
    }

    /** An apply that makes an object needs the right to create it, too. */
    private static Stream<String> needed(ApiRequest it) {
        String right = right(it.verb(), it.group(), it.resource());
        return it.verb().equals("patch") && it.status() == CREATED
                ? Stream.of(right, right("create", it.group(), it.resource()))
                : Stream.of(right);
    }

    private Set<String> granted() {
        var chart = OperatorInstallation.chart(operator.client());
        String bound =
                chart.stream()
                        .filter(ClusterRoleBinding.class::isInstance)
                        .map(it -> ((ClusterRoleBinding) it).getRoleRef().getName())
                        .findFirst()
                        .orElseThrow();
        Stream<PolicyRule> rules =
                chart.stream()
                        .flatMap(
                                object ->
                                        switch (object) {
                                            case ClusterRole role
                                                    when role.getMetadata()
                                                            .getName()
                                                            .equals(bound) ->
                                                    role.getRules().stream();
                                            case Role role -> role.getRules().stream();
                                            default -> Stream.empty();
                                        });
        return rules.flatMap(RightsIT::rights).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> rights(PolicyRule rule) {
        List<String> resources =
                rule.getResources().stream().filter(it -> !FOR_DATABASES.contains(it)).toList();
        return rule.getApiGroups().stream()
                .flatMap(
                        group ->
                                resources.stream()
                                        .flatMap(
                                                resource ->
                                                        rule.getVerbs().stream()
                                                                .map(
                                                                        verb ->
                                                                                right(
                                                                                        verb, group,
                                                                                        resource))));
    }

    private static String right(String verb, String group, String resource) {
        return verb + " " + resource + (group.isEmpty() ? "" : "." + group);
    }
}
