package com.dhanman.operator.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.DhanmanService;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresDatabase;
import com.dhanman.operator.api.v1alpha1.Resources;
import com.dhanman.operator.api.v1alpha1.TenantEnvironment;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.kernel.Plan;
import com.dhanman.operator.postgres.config.Parameters;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an environment makes of its cluster. */
class TenantPlanTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final String CLUSTER =
            "{storage: {size: 1Gi}, database: 'qa-dhanman-{service}'}";
    private static final List<String> SIX =
            List.of("common", "community", "inventory", "payroll", "purchase", "sales");

    @Test
    void eachServiceHasADatabase() {
        assertThat(cluster(environment(CLUSTER, "{}")).getSpec().databases())
                .extracting(PostgresDatabase::name)
                .containsExactlyElementsOf(SIX.stream().map(it -> "qa-dhanman-" + it).toList());
    }

    @Test
    void anOwnerIsSaidOnce() {
        PostgresCluster cluster =
                cluster(environment(CLUSTER.replace("{stor", "{owner: dhanman_user, stor"), "{}"));

        assertThat(cluster.getSpec().databases())
                .extracting(PostgresDatabase::owner)
                .containsOnly("dhanman_user");
    }

    @Test
    void sixServicesWithDefaultPoolsFit() {
        assertThat(findings(environment(CLUSTER, "{}"))).isEmpty();
    }

    @Test
    void sixPoolsOfAHundredAreMoreThanTwoHundredConnections() {
        List<Finding> findings =
                findings(
                        environment(
                                "{storage: {size: 1Gi}, parameters: {max_connections: 200}}",
                                "{database: {maximumPoolSize: 100}}"));

        assertThat(findings).hasSize(1);
        assertThat(findings.getFirst().reason()).isEqualTo("PoolsExceedConnections");
        assertThat(findings.getFirst().text())
                .contains("pools of 6 services may open 600 connections together")
                .contains("common 1 x 100")
                .contains("PostgreSQL takes 195 of them (max_connections 200");
    }

    @Test
    void podsCountAndSoDoServicesOfTheirOwn() {
        String defaults = "{replicas: 2, database: {maximumPoolSize: 16}}";
        assertThat(findings(environment(CLUSTER, defaults))).isEmpty();
        DhanmanService own =
                YAML.unmarshal(
                        "metadata: {name: own, namespace: shop}\nspec: {image: 'a:1'}",
                        DhanmanService.class);

        Plan plan =
                TenantPlan.of(
                        new TenantInputs(
                                environment(CLUSTER, defaults), List.of(own), List.of(), false));

        assertThat(plan.findings())
                .singleElement()
                .satisfies(it -> assertThat(it.text()).contains("224").contains("own 2 x 16"));
    }

    @Test
    void servicesThatUseThePoolerShareItsConnections() {
        String pooled = "{storage: {size: 1Gi}, pooler: {}}";

        assertThat(
                        findings(
                                environment(
                                        pooled,
                                        "{database: {maximumPoolSize: 100, pooled: true}}")))
                .isEmpty();
        assertThat(findings(environment(pooled, "{database: {maximumPoolSize: 12}}")))
                .singleElement()
                .satisfies(
                        it ->
                                assertThat(it.text())
                                        .contains("6 services may open 72 connections together")
                                        .contains(", and the pooler 136, and PostgreSQL takes 195")
                                        .contains("or set defaults.database.pooled"));
    }

    @Test
    void whatTheClusterTakesIsWorkedOutAsItDoesItself() {
        PostgresCluster cluster = cluster(environment(CLUSTER, "{}"));

        assertThat(Parameters.of(cluster.getSpec(), new Resources(null, null)).clientConnections())
                .isEqualTo(Pools.MAX_CONNECTIONS - Pools.RESERVED);
    }

    @Test
    void aNameThatPostgresqlWouldCutOffIsRefused() {
        TenantEnvironment environment =
                environment(
                        "{storage: {size: 1Gi}, database: '%s-{service}'}"
                                .formatted("x".repeat(50)),
                        "{database: {maximumPoolSize: 1}}");

        assertThat(findings(environment)).isEmpty();
        environment =
                environment(
                        "{storage: {size: 1Gi}, database: '%s-{service}'}"
                                .formatted("x".repeat(54)),
                        "{database: {maximumPoolSize: 1}}");

        assertThat(plan(environment)).isInstanceOf(Plan.Blocked.class);
        assertThat(findings(environment))
                .extracting(Finding::reason)
                .containsOnly("DatabaseNameTooLong");
    }

    @Test
    void theNamespaceStaysWhereDataIsToBeRetained() {
        TenantEnvironment retaining = environment(CLUSTER, "{}");
        TenantEnvironment deleting =
                environment("{storage: {size: 1Gi}, deletionPolicy: Delete}", "{}");

        assertThat(stays(inputs(retaining, false))).isTrue();
        assertThat(stays(inputs(deleting, false))).isFalse();
        assertThat(stays(inputs(deleting, true)))
                .as("volumes of a former cluster may be in it")
                .isTrue();
    }

    @Test
    void theNamespaceStaysForAClusterOfItsOwnToo() {
        TenantEnvironment environment =
                YAML.unmarshal(
                        "metadata: {name: shop}\nspec: {stage: QA}", TenantEnvironment.class);
        PostgresCluster own =
                YAML.unmarshal(
                        "metadata: {name: main, namespace: shop}\nspec: {storage: {size: 1Gi}}",
                        PostgresCluster.class);

        assertThat(stays(inputs(environment, false))).isFalse();
        assertThat(stays(new TenantInputs(environment, List.of(), List.of(own), false))).isTrue();
    }

    private static boolean stays(TenantInputs inputs) {
        Namespace namespace = object(TenantPlan.of(inputs), Namespace.class);
        return namespace.getMetadata().getAnnotations() != null
                && namespace
                        .getMetadata()
                        .getAnnotations()
                        .containsKey("platform.dhanman.com/kept-for");
    }

    private static TenantInputs inputs(TenantEnvironment environment, boolean stays) {
        return new TenantInputs(environment, List.of(), List.of(), stays);
    }

    private static Plan plan(TenantEnvironment environment) {
        return TenantPlan.of(inputs(environment, false));
    }

    private static List<Finding> findings(TenantEnvironment environment) {
        return plan(environment).findings();
    }

    private static PostgresCluster cluster(TenantEnvironment environment) {
        return object(plan(environment), PostgresCluster.class);
    }

    private static <T> T object(Plan plan, Class<T> kind) {
        return Stream.of(plan)
                .map(Plan.Ready.class::cast)
                .flatMap(it -> it.desired().objects().stream())
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }

    private static TenantEnvironment environment(String postgres, String defaults) {
        String services =
                SIX.stream()
                        .map("{name: %s, image: 'a:1'}"::formatted)
                        .collect(Collectors.joining(", ", "[", "]"));
        return YAML.unmarshal(
                """
                metadata: {name: shop}
                spec:
                  stage: QA
                  postgres: %s
                  defaults: %s
                  services: %s
                """
                        .formatted(postgres, defaults, services),
                TenantEnvironment.class);
    }
}
