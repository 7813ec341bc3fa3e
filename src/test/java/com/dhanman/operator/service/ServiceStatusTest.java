package com.dhanman.operator.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.DhanmanService;
import com.dhanman.operator.api.v1alpha1.DhanmanServiceStatus;
import com.dhanman.operator.kernel.Applied;
import com.dhanman.operator.kernel.Conditions;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.kernel.Plan;
import com.dhanman.operator.kernel.ResourceKey;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What people read when a service is not as it should be. */
class ServiceStatusTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final Applied DONE = new Applied(List.of(), List.of(), false, Map.of());

    @Test
    void allPodsOfTheCurrentVersionServe() {
        DhanmanServiceStatus status =
                status(
                        deployment(
                                "{replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1, observedGeneration: 1}"));

        assertThat(ready(status).getReason()).isEqualTo("ServiceReady");
        assertThat(status.ready()).isEqualTo("1/1");
        assertThat(types(status)).doesNotContain("Reconciling", "Stalled");
    }

    @Test
    void figuresOfAnOlderSpecDoNotCount() {
        DhanmanServiceStatus status =
                status(
                        deployment(
                                "{replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1, observedGeneration: 0}"));

        assertThat(ready(status).getReason()).isEqualTo("RollingOut");
        assertThat(types(status)).contains("Reconciling");
    }

    @Test
    void aChangeThatWasJustSentIsNotTakenForDone() {
        Deployment cached =
                deployment(
                        "{replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1,"
                                + " observedGeneration: 1}");
        Deployment sent = YAML.clone(cached);
        sent.getMetadata().setGeneration(2L);
        Applied applied =
                new Applied(List.of(), List.of(), false, Map.of(ResourceKey.of(sent), sent));

        DhanmanServiceStatus status =
                ServiceStatusOf.of(
                        inputs(),
                        ServicePlan.of(inputs()),
                        applied,
                        new Observed(List.of(cached), List.of()).after(applied),
                        NOW);

        assertThat(ready(status).getReason()).isEqualTo("RollingOut");
    }

    @Test
    void aPodThatNeedsMoreMemoryThanItMayHave() {
        DhanmanServiceStatus status =
                status(
                        deployment("{replicas: 1, observedGeneration: 1}"),
                        pod(
                                "state: {waiting: {reason: CrashLoopBackOff}}, restartCount: 3,"
                                        + " lastState: {terminated: {reason: OOMKilled, exitCode:"
                                        + " 137}}"));

        assertThat(ready(status).getReason()).isEqualTo("OutOfMemory");
        assertThat(ready(status).getMessage())
                .contains("more than its limit of 2Gi")
                .contains("Raise spec.resources.limits.memory")
                .contains("No pod serves");
        assertThat(types(status)).contains("Stalled");
    }

    @Test
    void aPodThatNeverStarts() {
        DhanmanServiceStatus status =
                status(
                        deployment("{replicas: 1, observedGeneration: 1}"),
                        pod(
                                "state: {running: {startedAt: '2026-11-01T11:59:00Z'}}, started:"
                                        + " false, ready: false, restartCount: 1"));

        assertThat(ready(status).getReason()).isEqualTo("StartupFailing");
        assertThat(ready(status).getMessage()).contains("GET :5106/health/startup");
    }

    @Test
    void aPodThatHasJustStartedIsNotInTrouble() {
        DhanmanServiceStatus status =
                status(
                        deployment("{replicas: 1, observedGeneration: 1}"),
                        pod(
                                "state: {running: {startedAt: '2026-11-01T11:59:55Z'}}, started:"
                                        + " true, ready: false, restartCount: 0"));

        assertThat(ready(status).getReason()).isEqualTo("RollingOut");
    }

    @Test
    void aPodThatNoNodeTakes() {
        Pod pod =
                podOf(
                        "{conditions: [{type: PodScheduled, status: 'False', reason:"
                                + " Unschedulable, message: '0/3 nodes: Insufficient memory'}]}");

        DhanmanServiceStatus status =
                status(deployment("{replicas: 1, observedGeneration: 1}"), pod);

        assertThat(ready(status).getReason()).isEqualTo("Unschedulable");
        assertThat(ready(status).getMessage())
                .contains("Insufficient memory")
                .contains("lower spec.resources.requests");
    }

    @Test
    void podsThatKubernetesDoesNotLetBeMade() {
        DhanmanServiceStatus status =
                status(
                        deployment(
                                "{replicas: 0, observedGeneration: 1, conditions: [{type:"
                                        + " ReplicaFailure, status: 'True', message: 'exceeded quota'}]}"));

        assertThat(ready(status).getReason()).isEqualTo("PodsRefused");
        assertThat(ready(status).getMessage()).contains("exceeded quota");
        assertThat(types(status)).contains("Stalled");
    }

    @Test
    void aRolloutThatIsOverdue() {
        DhanmanServiceStatus status =
                status(
                        deployment(
                                "{replicas: 2, readyReplicas: 1, updatedReplicas: 1,"
                                        + " observedGeneration: 1, conditions: [{type: Progressing, status:"
                                        + " 'False', reason: ProgressDeadlineExceeded}]}"));

        assertThat(ready(status).getReason()).isEqualTo("RolloutOverdue");
        assertThat(ready(status).getMessage())
                .contains("kubectl describe pods -n shop -l platform.dhanman.com/service=sales")
                .contains("1 pod still serves");
        assertThat(types(status)).contains("Stalled");
    }

    @Test
    void whatCouldNotBeAppliedComesBeforeWhatRuns() {
        Finding conflict = Finding.error("Conflict", "Service shop/sales", "exists", "Delete it");

        DhanmanServiceStatus status =
                ServiceStatusOf.of(
                        inputs(),
                        ServicePlan.of(inputs()),
                        new Applied(List.of(conflict), List.of(), false, Map.of()),
                        new Observed(List.of(), List.of()),
                        NOW);

        assertThat(ready(status).getReason()).isEqualTo("Conflict");
        assertThat(ready(status).getMessage()).isEqualTo("Service shop/sales: exists. Delete it.");
    }

    @Test
    void aServiceWhoseEnvironmentIsNotSeenYetWaits() {
        ServiceInputs inputs = inputs();
        inputs.service()
                .getMetadata()
                .getAnnotations()
                .put("platform.dhanman.com/environment-hash", "0");

        assertThat(ServicePlan.of(inputs))
                .isInstanceOfSatisfying(
                        Plan.Waiting.class,
                        waiting -> assertThat(waiting.reason()).isEqualTo("AwaitingEnvironment"));
    }

    private static DhanmanServiceStatus status(Deployment deployment, Pod... pods) {
        return ServiceStatusOf.of(
                inputs(),
                ServicePlan.of(inputs()),
                DONE,
                new Observed(List.<HasMetadata>of(deployment), List.of(pods)),
                NOW);
    }

    private static ServiceInputs inputs() {
        return new ServiceInputs(
                YAML.unmarshal(
                        """
                        metadata: {name: sales, namespace: shop, generation: 1}
                        spec: {runtime: AspNet, image: "r.example.com/sales:1", port: 5106}
                        """,
                        DhanmanService.class),
                Optional.empty(),
                List.of());
    }

    private static Deployment deployment(String status) {
        return YAML.unmarshal(
                """
                metadata: {name: sales, namespace: shop, generation: 1}
                spec: {replicas: %d}
                status: %s
                """
                        .formatted(status.contains("replicas: 2") ? 2 : 1, status),
                Deployment.class);
    }

    private static Pod pod(String container) {
        return podOf("{containerStatuses: [{name: sales, %s}]}".formatted(container));
    }

    private static Pod podOf(String status) {
        return YAML.unmarshal(
                """
                metadata: {name: sales-1, namespace: shop, creationTimestamp: "2026-11-01T11:58:00Z"}
                status: %s
                """
                        .formatted(status),
                Pod.class);
    }

    private static Condition ready(DhanmanServiceStatus status) {
        return Conditions.find(status.conditions(), "Ready").orElseThrow();
    }

    private static List<String> types(DhanmanServiceStatus status) {
        return status.conditions().stream().map(Condition::getType).toList();
    }
}
