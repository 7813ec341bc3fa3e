package com.dhanman.operator.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.PostgresClusterStatus;
import com.dhanman.operator.kernel.Conditions;
import com.dhanman.operator.testkit.Awaited;
import com.dhanman.operator.testkit.Database;
import com.dhanman.operator.testkit.RunningOperator;
import com.dhanman.operator.testkit.RunningOperator.Operator;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of a PostgresCluster in Kubernetes; its pods find no image here, and never run. */
@ExtendWith(RunningOperator.class)
class PostgresIT {
    private static final String SPEC =
            """
            image: localhost/there-is-no-such-image:18
            instances: 2
            storage: {size: 1Gi}
            databases: [{name: sales, owner: seller}]
            """;

    private final KubernetesClient client;
    private final Database database;

    PostgresIT(Operator operator) {
        this.client = operator.client();
        this.database =
                new Database(client, "it-pg-" + Long.toString(System.nanoTime(), 36).toLowerCase());
    }

    @AfterEach
    void tidy() {
        database.close();
    }

    @Test
    void anInstanceStaysUntilTheOthersDoWithoutIt() {
        database.apply(SPEC);
        await(StatefulSet.class, "main-2");
        await(PodDisruptionBudget.class, "main-patroni");
        assertThat(await(Secret.class, "main-db-sales").getData())
                .containsKeys("npgsql", "uri", "jdbc", "ca.crt");
        String password = await(Secret.class, "main-role-seller").getData().get("password");

        database.apply(SPEC.replace("instances: 2", "instances: 1"));

        database.await(it -> it.ready() != null && it.ready().endsWith("/1"));
        assertThat(find(StatefulSet.class, "main-2"))
                .as("no primary serves: it may be the one that has all commits")
                .isNotNull();
        assertThat(find(Secret.class, "main-role-seller").getData().get("password"))
                .as("what is generated is made once")
                .isEqualTo(password);
    }

    @Test
    void aPoolerComesAndGoes() {
        database.apply(SPEC + "pooler: {instances: 3}\n");
        assertThat(await(Deployment.class, "main-pooler").getSpec().getReplicas()).isEqualTo(3);
        await(Service.class, "main-pooler");
        await(PodDisruptionBudget.class, "main-pooler");
        assertThat(await(Secret.class, "main-pooler").getData()).containsKey("tls.crt");
        assertThat(await(Secret.class, "main-db-sales").getData()).containsKey("npgsql-pooler");
        assertThat(
                        Database.condition(
                                        database.await(it -> it.conditions() != null),
                                        "PoolerReady")
                                .getReason())
                .isEqualTo("NoPods");

        database.apply(SPEC);

        Awaited.until(() -> find(Deployment.class, "main-pooler"), Objects::isNull);
        Awaited.until(() -> find(Service.class, "main-pooler"), Objects::isNull);
        Awaited.until(() -> find(Service.class, "main-pooler-pods"), Objects::isNull);
        Awaited.until(() -> find(Secret.class, "main-pooler"), Objects::isNull);
        assertThat(find(Secret.class, "main-db-sales").getData())
                .doesNotContainKey("npgsql-pooler");
    }

    @Test
    void whatCannotBeCarriedOutLeavesEverythingAsItIs() {
        database.apply(SPEC);
        Long before = await(StatefulSet.class, "main-1").getMetadata().getGeneration();

        database.apply(SPEC + "parameters: {fsync: false}\n");

        PostgresClusterStatus status = database.awaitReason("UnsafeParameter");
        assertThat(Conditions.isTrue(status.conditions(), Conditions.CONFIG_VALID)).isFalse();
        assertThat(Database.condition(status, Conditions.READY).getMessage())
                .contains("spec.parameters[fsync]");
        assertThat(find(StatefulSet.class, "main-1").getMetadata().getGeneration())
                .isEqualTo(before);
    }

    @Test
    void dataOutlivesTheResourceAndTheRestGoes() {
        database.apply(SPEC);
        await(StatefulSet.class, "main-1");

        database.delete();

        Awaited.until(() -> find(StatefulSet.class, "main-1"), Objects::isNull);
        Awaited.until(() -> find(Service.class, "main-rw"), Objects::isNull);
        assertThat(find(PersistentVolumeClaim.class, "main-1-data")).isNotNull();
        assertThat(find(ConfigMap.class, "main-patroni-leader")).isNotNull();
    }

    private <T extends HasMetadata> T await(Class<T> kind, String name) {
        return Awaited.until(() -> find(kind, name), Objects::nonNull);
    }

    private <T extends HasMetadata> T find(Class<T> kind, String name) {
        return client.resources(kind).inNamespace(database.namespace()).withName(name).get();
    }
}
