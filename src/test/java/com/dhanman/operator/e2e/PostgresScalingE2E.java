package com.dhanman.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.faults.Writing;
import com.dhanman.operator.kernel.Conditions;
import com.dhanman.operator.testkit.Awaited;
import com.dhanman.operator.testkit.Database;
import com.dhanman.operator.testkit.Dhanman;
import com.dhanman.operator.testkit.RealNodes;
import com.dhanman.operator.testkit.Shell;
import com.dhanman.operator.testkit.StorageClasses;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Instances, pods and volumes come and go, while a client goes on writing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PostgresScalingE2E {
    private final RealNodes nodes = new RealNodes();
    private final String name = "scale-" + Long.toString(System.currentTimeMillis() / 1000, 36);
    private final Database database = new Database(nodes.client(), name);
    private Writing writing;
    private String resources = "";

    @BeforeAll
    void begin() {
        StorageClasses.copy(nodes.client(), name, false);
        apply("");
        database.awaitReady();
        writing = Writing.begin(nodes.client(), name);
    }

    @BeforeEach
    void rest() {
        database.awaitAtRest();
    }

    @AfterAll
    void end() {
        database.close();
        StorageClasses.delete(nodes.client(), name);
        nodes.client().close();
    }

    @Test
    void aPrimaryThatIsNoLongerWantedHandsOverAndKeepsItsVolume() {
        if (!database.primary().equals("main-3")) {
            assertThat(database.operate("switchover", "main-3@down").state())
                    .isEqualTo("Succeeded");
            database.awaitAtRest();
        }
        String volume = claim("main-3").getMetadata().getUid();

        apply("instances: 2\n");

        assertThat(database.awaitAtRest().ready()).isEqualTo("2/2");
        assertThat(database.primary()).isIn("main-1", "main-2");
        Awaited.until(this::pods, it -> it.size() == 2);
        assertThat(claim("main-3").getMetadata().getUid()).isEqualTo(volume);

        apply("instances: 3\n");

        assertThat(database.awaitAtRest().ready()).isEqualTo("3/3");
        assertThat(claim("main-3").getMetadata().getUid()).isEqualTo(volume);
    }

    @Test
    void aReplicaWhoseVolumeIsGoneIsMadeAnew() {
        String replica = database.replica();
        String volume = claim(replica).getMetadata().getUid();
        claims().withName(replica + "-data").delete();
        nodes.client().pods().inNamespace(name).withName(replica + "-0").delete();
        Awaited.until(
                () -> claim(replica),
                it -> it != null && !it.getMetadata().getUid().equals(volume),
                Database.PATIENCE);

        assertThat(database.awaitAtRest().ready()).isEqualTo("3/3");
    }

    @Test
    void otherResourcesReachOnePodAfterTheOther() throws InterruptedException {
        AtomicLong fewest = new AtomicLong(3);
        AtomicBoolean over = new AtomicBoolean();
        Thread watch =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    while (!over.get()) {
                                        fewest.accumulateAndGet(ready(), Math::min);
                                    }
                                });

        resources = "resources: {limits: {memory: 768Mi}}\n";
        apply("");
        Awaited.until(
                this::pods,
                it -> it.size() == 3 && it.stream().allMatch(pod -> memory(pod).equals("768Mi")),
                Database.PATIENCE);
        database.awaitAtRest();

        over.set(true);
        watch.join();
        assertThat(fewest).as("pods that were ready at any time").hasValue(2);
    }

    @Test
    void aGrowthThatTheClassRefusesCanBeUndone() {
        Shell.Result refused = Dhanman.run("postgres", "grow", "main", "2Gi", "-n", name);

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.output())
                .startsWith("VolumeCannotGrow: ")
                .contains("Set allowVolumeExpansion: true in the StorageClass");
        assertThat(Conditions.isTrue(database.get().getStatus().conditions(), "PrimaryReady"))
                .isTrue();
        apply("");
        database.awaitAtRest();
    }

    @Test
    void aHibernatedClusterComesBackWithItsData() {
        Shell.Result asleep = Dhanman.run("postgres", "hibernate", "main", "-n", name);
        assertThat(asleep.status()).as(asleep.output()).isZero();
        assertThat(asleep.output()).startsWith("Hibernated: No instance runs");
        assertThat(pods()).isEmpty();
        Shell.Result refused = Dhanman.run("postgres", "restart", "main", "-n", name);
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.output()).contains("The cluster is hibernated.");

        Shell.Result awake = Dhanman.run("postgres", "resume", "main", "-n", name);

        assertThat(awake.status()).as(awake.output()).isZero();
        assertThat(awake.output()).startsWith("ClusterReady: 3 of 3 instances are ready");
        writing.awaitRows();
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void nothingThatWasAcknowledgedIsLost() {
        Writing.Outcome outcome = writing.end();

        assertThat(outcome.lost()).isZero();
        assertThat(outcome.acknowledged()).isGreaterThan(1000);
    }

    private void apply(String more) {
        database.apply(
                """
                storage: {size: 1Gi, storageClass: %s}
                databases: [{name: app}]
                deletionPolicy: Delete
                """
                                .formatted(name)
                        + resources
                        + more);
    }

    private PersistentVolumeClaim claim(String instance) {
        return claims().withName(instance + "-data").get();
    }

    private io.fabric8.kubernetes.client.dsl.NonNamespaceOperation<
                    PersistentVolumeClaim,
                    io.fabric8.kubernetes.api.model.PersistentVolumeClaimList,
                    io.fabric8.kubernetes.client.dsl.Resource<PersistentVolumeClaim>>
            claims() {
        return nodes.client().persistentVolumeClaims().inNamespace(name);
    }

    private List<Pod> pods() {
        return nodes.client()
                .pods()
                .inNamespace(name)
                .withLabel("platform.dhanman.com/postgres", Database.NAME)
                .list()
                .getItems();
    }

    private long ready() {
        return pods().stream().filter(Readiness::isPodReady).count();
    }

    private static String memory(Pod pod) {
        return pod.getSpec()
                .getContainers()
                .getFirst()
                .getResources()
                .getLimits()
                .get("memory")
                .toString();
    }
}
