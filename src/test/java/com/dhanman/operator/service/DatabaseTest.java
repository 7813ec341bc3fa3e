package com.dhanman.operator.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.DhanmanService;
import com.dhanman.operator.api.v1alpha1.DhanmanServiceStatus;
import com.dhanman.operator.api.v1alpha1.EnvVar;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.Runtime;
import com.dhanman.operator.api.v1alpha1.TenantEnvironment;
import com.dhanman.operator.kernel.Applied;
import com.dhanman.operator.kernel.Conditions;
import com.dhanman.operator.kernel.EnvironmentSettings;
import com.dhanman.operator.kernel.Plan;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Services wait for their databases, and change when these do. */
class DatabaseTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final String SPEC = "databases: [{name: prod-sales}]";
    private static final String THERE =
            "databases: [{name: prod-sales, owner: sales, secret: main-db-prod-sales, credentials: c1}]";

    @Test
    void startsWhenTheDatabaseIsThere() {
        Deployment deployment = deployment(cluster(SPEC, THERE));

        assertThat(deployment.getSpec().getTemplate().getMetadata().getAnnotations())
                .containsExactly(Map.entry("platform.dhanman.com/database-credentials", "c1"));
    }

    @Test
    void rollsWhenTheCredentialsChangeAndNotWhenTheClusterDoes() {
        Deployment before = deployment(cluster(SPEC, THERE));

        assertThat(deployment(cluster(SPEC, THERE + "\nready: 2/3\nprimary: main-2")))
                .isEqualTo(before);
        assertThat(deployment(cluster(SPEC, THERE.replace("c1", "c2")))).isNotEqualTo(before);
    }

    @Test
    void waitsWhileTheClusterIsNotReadyAndSaysWhy() {
        PostgresCluster cluster =
                cluster(
                        SPEC,
                        "conditions: [{type: Ready, status: 'False', reason: Creating, message: 1 of 3 instances serve.}]");

        assertThat(waiting(cluster).message())
                .isEqualTo(
                        "Waiting for the database prod-sales of PostgresCluster main: 1 of 3"
                                + " instances serve.");
    }

    @Test
    void waitsForAClusterThatNobodyHasSeenYet() {
        assertThat(waiting(cluster(SPEC, null)).message()).contains("it is about to be made");
    }

    @Test
    void saysHowToDeclareAClusterThatIsNotThere() {
        assertThat(waiting(null).message())
                .contains("There is no PostgresCluster main in this namespace")
                .contains("apply it, or correct spec.database");
    }

    @Test
    void saysWhereToListADatabaseThatTheClusterDoesNotHave() {
        assertThat(waiting(cluster("databases: []", "ready: 3/3")).message())
                .contains("PostgresCluster main has no database prod-sales")
                .contains("add {name: prod-sales} to its spec.databases")
                .contains("database: {enabled: false}");
    }

    @Test
    void saysWhereToListADatabaseOfAnEnvironmentsCluster() {
        EnvironmentSettings settings =
                EnvironmentSettings.of(
                        YAML.unmarshal(
                                "metadata: {name: shop}\nspec: {stage: QA, postgres: {name: main}}",
                                TenantEnvironment.class));

        Plan plan =
                ServicePlan.of(
                        new ServiceInputs(
                                service("{enabled: true}"),
                                Optional.of(settings),
                                List.of(cluster("databases: []", null))));

        assertThat(plan).isInstanceOf(Plan.Waiting.class);
        assertThat(((Plan.Waiting) plan).message())
                .contains(
                        "add {name: sales} to spec.postgres.databases of the TenantEnvironment"
                                + " shop");
    }

    @Test
    void saysThatTheDatabaseIsToBeDropped() {
        assertThat(
                        waiting(cluster("databases: [{name: prod-sales, ensure: Absent}]", null))
                                .message())
                .contains("is to drop the database prod-sales")
                .contains("take `ensure: Absent` off it");
    }

    @Test
    void leavesWhatRunsAsItIsAndTellsSo() {
        ServiceInputs inputs = inputs(null);
        Plan plan = ServicePlan.of(inputs);

        DhanmanServiceStatus status =
                ServiceStatusOf.of(
                        inputs,
                        plan,
                        new Applied(List.of(), List.of(), false, Map.of()),
                        new Observed(List.of(), List.of()),
                        Instant.EPOCH);

        Condition ready = Conditions.find(status.conditions(), "Ready").orElseThrow();
        assertThat(ready.getStatus()).isEqualTo("False");
        assertThat(ready.getReason()).isEqualTo("AwaitingDatabase");
        assertThat(status.conditions()).extracting(Condition::getType).contains("Reconciling");
        assertThat(status.database()).isEqualTo("main/prod-sales");
    }

    @Test
    void aPoolOfOneHasNoLargerMinimum() {
        Database one = usable(Optional.of(1), false);

        assertThat(DatabaseVariables.of(one, Runtime.AspNet))
                .filteredOn(it -> it.name().equals("ConnectionStrings__DefaultConnection"))
                .extracting(EnvVar::value)
                .containsExactly("$(DATABASE_DEFAULT);Maximum Pool Size=1;Minimum Pool Size=1");
    }

    @Test
    void writesGoThroughThePoolerAndReadsPastIt() {
        Database pooled = usable(Optional.of(1), true);

        assertThat(DatabaseVariables.of(pooled, Runtime.AspNet))
                .filteredOn(it -> it.valueFrom() != null)
                .extracting(it -> it.name() + " " + it.valueFrom().secretKeyRef().key())
                .containsExactly(
                        "DATABASE_DEFAULT npgsql-pooler",
                        "DATABASE_WRITE npgsql-pooler",
                        "DATABASE_READ npgsql-ro");
        assertThat(DatabaseVariables.of(pooled, Runtime.Container))
                .filteredOn(it -> it.valueFrom() != null)
                .extracting(it -> it.name() + " " + it.valueFrom().secretKeyRef().key())
                .contains(
                        "DATABASE_URL uri-pooler", "PGHOST host-pooler", "DATABASE_URL_RO uri-ro");
    }

    @Test
    void aPoolerThatTheClusterDoesNotHaveIsAFinding() {
        Plan plan = ServicePlan.of(pooled(cluster(SPEC, THERE)));

        assertThat(plan).isInstanceOf(Plan.Blocked.class);
        assertThat(plan.findings())
                .singleElement()
                .satisfies(
                        it ->
                                assertThat(it.text())
                                        .isEqualTo(
                                                "spec.database.pooled: PostgresCluster main has no"
                                                        + " pooler. Set its spec.pooler, {} for one"
                                                        + " with all defaults, or pooled to"
                                                        + " false."));
    }

    @Test
    void waitsUntilTheSecretLeadsThroughThePooler() {
        String spec = SPEC + "\npooler: {}";

        assertThat(ServicePlan.of(pooled(cluster(spec, THERE))))
                .isEqualTo(
                        new Plan.Waiting(
                                "AwaitingDatabase",
                                "Waiting for the pooler of PostgresCluster main, which is about to be"
                                        + " made."));
        assertThat(ServicePlan.of(pooled(cluster(spec, THERE.replace("c1", "c1, pooled: true")))))
                .isInstanceOf(Plan.Ready.class);
    }

    private static ServiceInputs pooled(PostgresCluster cluster) {
        return new ServiceInputs(
                service("{cluster: main, name: prod-sales, pooled: true}"),
                Optional.empty(),
                List.of(cluster));
    }

    private static Database usable(Optional<Integer> poolSize, boolean pooled) {
        return new Database.Usable("main", "sales", poolSize, "main-db-sales", null, pooled);
    }

    private static Plan.Waiting waiting(PostgresCluster cluster) {
        Plan plan = ServicePlan.of(inputs(cluster));
        assertThat(plan).isInstanceOf(Plan.Waiting.class);
        assertThat(((Plan.Waiting) plan).reason()).isEqualTo("AwaitingDatabase");
        return (Plan.Waiting) plan;
    }

    private static Deployment deployment(PostgresCluster cluster) {
        Plan plan = ServicePlan.of(inputs(cluster));
        assertThat(plan).isInstanceOf(Plan.Ready.class);
        return ((Plan.Ready) plan)
                .desired().objects().stream()
                        .filter(Deployment.class::isInstance)
                        .map(Deployment.class::cast)
                        .findFirst()
                        .orElseThrow();
    }

    private static ServiceInputs inputs(PostgresCluster cluster) {
        return new ServiceInputs(
                service("{cluster: main, name: prod-sales}"),
                Optional.empty(),
                cluster == null ? List.of() : List.of(cluster));
    }

    private static DhanmanService service(String database) {
        return YAML.unmarshal(
                """
                metadata: {name: sales, namespace: shop, generation: 1}
                spec: {runtime: AspNet, image: "r.example.com/sales:1", database: %s}
                """
                        .formatted(database),
                DhanmanService.class);
    }

    private static PostgresCluster cluster(String spec, String status) {
        String yaml =
                """
                metadata: {name: main, namespace: shop, generation: 1}
                spec:
                %s
                """
                        .formatted(spec.indent(2));
        return YAML.unmarshal(
                status == null ? yaml : yaml + "status:\n" + status.indent(2),
                PostgresCluster.class);
    }
}
