package com.dhanman.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.DhanmanService;
import com.dhanman.operator.kernel.Conditions;
import com.dhanman.operator.testkit.Awaited;
import com.dhanman.operator.testkit.Gateway;
import com.dhanman.operator.testkit.RealNodes;
import com.dhanman.operator.testkit.Scratch;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to a service that people use while its next version does not work. */
class RolloutE2E {
    private static final String HOST = "rollout.example.com";
    private static final String GOOD =
            """
            runtime: AspNet
            image: localhost/standin:1.0.0
            port: 5106
            host: rollout.example.com
            routing: {tls: {secret: rollout-tls}}
            """;

    private final KubernetesClient client = new RealNodes().client();
    private final Gateway gateway = new Gateway(client);
    private final Scratch scratch = Scratch.namespace(client);

    @BeforeEach
    void aServiceThatServes() {
        gateway.certificate(scratch.name(), "rollout-tls", List.of(HOST));
        scratch.service("sales", GOOD);
        scratch.awaitReason("sales", "ServiceReady");
        Awaited.until(() -> gateway.status(scratch.name(), HOST, "/"), it -> it == 200);
    }

    @AfterEach
    void tidy() {
        scratch.close();
        client.close();
    }

    @Test
    void aNewVersionReplacesTheOldOne() {
        scratch.service("sales", GOOD.replace("1.0.0", "1.1.0"));

        scratch.await("sales", it -> it.getStatus().observedGeneration() == 2 && isReady(it));

        assertThat(imagesOfReadyPods())
                .as("Ready means that it runs")
                .contains("localhost/standin:1.1.0");
        Awaited.until(
                () -> gateway.body(scratch.name(), HOST, "/"), body -> body.contains("1.1.0"));
    }

    @Test
    void anImageThatCannotBePulledLeavesTheOldPodsServing() {
        scratch.service("sales", GOOD.replace("1.0.0", "9.9.9"));

        Condition ready = awaitTrouble("ImagePullFailed");

        assertThat(ready.getMessage())
                .contains("localhost/standin:9.9.9 cannot be pulled")
                .contains("Check its name, its tag, and imagePullSecrets")
                .contains("1 pod still serves");
        Awaited.until(
                () -> scratch.service("sales"),
                it -> Conditions.isTrue(it.getStatus().conditions(), "Stalled"));
        assertStillServing();
        Awaited.until(() -> events("ImagePullFailed"), it -> !it.isEmpty());

        scratch.service("sales", GOOD);
        scratch.awaitReason("sales", "ServiceReady");
    }

    @Test
    void aVersionThatIsNeverReadyLeavesTheOldPodsServing() {
        scratch.service("sales", GOOD + "env: [{name: STANDIN_FAIL, value: ready}]\n");

        Condition ready = awaitTrouble("NotReady");

        assertThat(ready.getMessage())
                .contains("GET :5106/health/ready does not succeed")
                .contains("kubectl logs -n " + scratch.name())
                .contains("1 pod still serves");
        assertStillServing();
    }

    @Test
    void aVersionThatEndsLeavesTheOldPodsServing() {
        scratch.service("sales", GOOD + "env: [{name: STANDIN_FAIL, value: exit}]\n");

        Condition ready = awaitTrouble("CrashLooping");

        assertThat(ready.getMessage()).contains("exit code").contains("--previous");
        assertStillServing();
    }

    @Test
    void aMissingSecretIsNamedAndWaitedFor() {
        scratch.service(
                "sales",
                GOOD
                        + "env: [{name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: db, key: pw}}}]\n");

        Condition ready = awaitTrouble("ConfigurationMissing");

        assertThat(ready.getMessage()).contains("secret \"db\" not found");
        assertStillServing();

        client.resource(
                        new SecretBuilder()
                                .withNewMetadata()
                                .withName("db")
                                .withNamespace(scratch.name())
                                .endMetadata()
                                .withStringData(Map.of("pw", "canary-8f3a"))
                                .build())
                .create();

        scratch.awaitReason("sales", "ServiceReady");
        Awaited.until(
                () -> gateway.body(scratch.name(), HOST, "/"),
                body -> body.contains("DB_PASSWORD"));
        assertThat(gateway.body(scratch.name(), HOST, "/")).doesNotContain("canary-8f3a");
    }

    private List<String> imagesOfReadyPods() {
        return client.pods().inNamespace(scratch.name()).list().getItems().stream()
                .filter(Readiness::isPodReady)
                .map(it -> it.getSpec().getContainers().getFirst().getImage())
                .toList();
    }

    private Condition awaitTrouble(String reason) {
        return scratch.awaitReason("sales", reason);
    }

    private void assertStillServing() {
        DhanmanService service = scratch.service("sales");
        assertThat(Conditions.isTrue(service.getStatus().conditions(), "Available")).isTrue();
        assertThat(isReady(service)).isFalse();
        assertThat(gateway.status(scratch.name(), HOST, "/")).isEqualTo(200);
        assertThat(gateway.body(scratch.name(), HOST, "/")).contains("1.0.0");
    }

    private List<String> events(String reason) {
        return client.v1().events().inNamespace(scratch.name()).list().getItems().stream()
                .filter(it -> it.getReason().equals(reason))
                .filter(it -> it.getType().equals("Warning"))
                .map(it -> it.getMessage())
                .toList();
    }

    private static boolean isReady(DhanmanService service) {
        return Conditions.isTrue(service.getStatus().conditions(), "Ready");
    }
}
