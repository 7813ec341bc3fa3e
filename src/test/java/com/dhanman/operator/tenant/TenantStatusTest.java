package com.dhanman.operator.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.DhanmanService;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.TenantEnvironment;
import com.dhanman.operator.api.v1alpha1.TenantEnvironmentStatus;
import com.dhanman.operator.kernel.Applied;
import com.dhanman.operator.kernel.Conditions;
import com.dhanman.operator.kernel.EnvironmentSettings;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How an environment with databases sums up. */
class TenantStatusTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final TenantEnvironment ENVIRONMENT =
            YAML.unmarshal(
                    """
                    metadata: {name: shop, generation: 1}
                    spec:
                      stage: QA
                      postgres: {storage: {size: 1Gi}}
                      services: [{name: sales, image: "a:1"}]
                    """,
                    TenantEnvironment.class);
    private static final String READY = "{type: Ready, status: 'True', reason: ClusterReady}";
    private static final String UNREADY =
            "{type: Ready, status: 'False', reason: X, message: A replica follows late.}";

    @Test
    void allIsReady() {
        TenantEnvironmentStatus status = status(service(READY), cluster(1, "3/3", READY));

        assertThat(reason(status)).isEqualTo("EnvironmentReady");
        assertThat(message(status, "Ready"))
                .isEqualTo("1 of 1 services are ready. 1 of 1 PostgreSQL clusters are ready.");
        assertThat(status.postgres()).isEqualTo("3/3");
        assertThat(Conditions.isTrue(status.conditions(), "PostgresReady")).isTrue();
    }

    @Test
    void waitsForTheClusterAndSaysWhatItSays() {
        TenantEnvironmentStatus status = status(service(READY), cluster(1, "2/3", UNREADY));

        assertThat(reason(status)).isEqualTo("PostgresNotReady");
        assertThat(message(status, "Ready")).contains("postgres: A replica follows late.");
        assertThat(status.postgres()).isEqualTo("2/3");
    }

    @Test
    void aStatusOfAnOlderSpecDoesNotCount() {
        assertThat(reason(status(service(READY), cluster(0, "3/3", READY))))
                .isEqualTo("PostgresNotReady");
    }

    @Test
    void aClusterThatIsNotThereYet() {
        TenantEnvironmentStatus status = status(service(READY), null);

        assertThat(reason(status)).isEqualTo("PostgresNotReady");
        assertThat(message(status, "Ready")).contains("postgres: being created.");
        assertThat(status.postgres()).isNull();
    }

    @Test
    void aStalledClusterIsToldBeforeTheServicesThatItStalls() {
        String stalled = UNREADY + ", {type: Stalled, status: 'True', reason: X}";

        assertThat(reason(status(service(stalled), cluster(1, "0/3", stalled))))
                .isEqualTo("PostgresStalled");
        assertThat(reason(status(service(stalled), cluster(1, "0/3", UNREADY))))
                .isEqualTo("ServiceStalled");
    }

    @Test
    void aPausedClusterHoldsTheEnvironmentBack() {
        String paused = UNREADY + ", {type: Paused, status: 'True', reason: ByAnnotation}";

        assertThat(reason(status(service(READY), cluster(1, "3/3", paused))))
                .isEqualTo("PostgresPaused");
    }

    @Test
    void saysBeforehandThatTheNamespaceStays() {
        assertThat(message(status(service(READY), null), "NamespaceReady"))
                .contains("It stays when this environment is deleted")
                .contains("kubectl delete namespace shop");
    }

    private static TenantEnvironmentStatus status(DhanmanService service, PostgresCluster cluster) {
        Namespace namespace = YAML.unmarshal("metadata: {name: shop}", Namespace.class);
        Observed observed =
                new Observed(
                        List.of(namespace),
                        List.of(service),
                        cluster == null ? List.of() : List.of(cluster));
        return TenantStatusOf.of(
                ENVIRONMENT,
                TenantPlan.of(observed.inputs(ENVIRONMENT)),
                new Applied(List.of(), List.of(), false, Map.of()),
                observed,
                Instant.EPOCH);
    }

    private static DhanmanService service(String conditions) {
        return YAML.unmarshal(
                """
                metadata: {name: sales, namespace: shop, generation: 1}
                spec: {image: "a:1"}
                status: {observedGeneration: 1, observedEnvironment: %s, conditions: [%s]}
                """
                        .formatted(EnvironmentSettings.of(ENVIRONMENT).fingerprint(), conditions),
                DhanmanService.class);
    }

    private static PostgresCluster cluster(int observed, String ready, String conditions) {
        return YAML.unmarshal(
                """
                metadata: {name: postgres, namespace: shop, generation: 1}
                spec: {storage: {size: 1Gi}}
                status: {observedGeneration: %d, ready: %s, conditions: [%s]}
                """
                        .formatted(observed, ready, conditions),
                PostgresCluster.class);
    }

    private static String reason(TenantEnvironmentStatus status) {
        return condition(status, "Ready").getReason();
    }

    private static String message(TenantEnvironmentStatus status, String type) {
        return condition(status, type).getMessage();
    }

    private static Condition condition(TenantEnvironmentStatus status, String type) {
        return Conditions.find(status.conditions(), type).orElseThrow();
    }
}
