package com.dhanman.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.testkit.ApiProxy;
import com.dhanman.operator.testkit.Awaited;
import com.dhanman.operator.testkit.OperatorInstallation;
import com.dhanman.operator.testkit.OperatorProcess;
import com.dhanman.operator.testkit.RunningOperator;
import com.dhanman.operator.testkit.RunningOperator.Operator;
import com.dhanman.operator.testkit.Scratch;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The operator as a program: health, metrics, logs, and how one replica follows another. */
@ExtendWith(RunningOperator.class)
class LifecycleIT {
    private final Operator operator;

    LifecycleIT(Operator operator) {
        this.operator = operator;
    }

    @Test
    void aFollowerIsReadyAndTakesOverWhenTheLeaderIsToldToStop() {
        try (ApiProxy api = new ApiProxy(operator.client().getConfiguration(), operator.token());
                OperatorProcess follower =
                        new OperatorProcess("follower", api.port()).start().awaitReady()) {
            assertThat(follower.leads()).isFalse();

            assertThat(operator.process().stop(Duration.ofSeconds(5)))
                    .as("ends within 5 seconds of SIGTERM")
                    .isTrue();

            assertThat(holder()).as("the lease is handed over").isNotEqualTo("operator");
            follower.awaitLeading();
            try (Scratch scratch = Scratch.namespace(operator.client())) {
                scratch.service("sales", "image: localhost/standin:1.0.0\nreplicas: 0\n");
                scratch.awaitObject(Deployment.class, "sales");
            }
        } finally {
            operator.process().start().awaitLeading();
        }
    }

    @Test
    void metricsTellOfReconciliations() {
        try (Scratch scratch = Scratch.namespace(operator.client())) {
            scratch.service("sales", "image: localhost/standin:1.0.0\nreplicas: 0\n");
            scratch.awaitReason("sales", "Stopped");
        }

        assertThat(operator.process().get("/metrics"))
                .contains("operator_sdk_reconciliations")
                .contains("jvm_memory_used_bytes")
                .as("no series for each resource")
                .doesNotContain("sales");
    }

    @Test
    void healthSaysWhatItIsAbout() {
        assertThat(operator.process().get("/health/live")).contains("leadership", "UP");
        assertThat(operator.process().get("/health/ready")).contains("operator", "leader");
    }

    @Test
    void logLinesAreJsonAndNameTheResource() {
        try (Scratch scratch = Scratch.namespace(operator.client())) {
            scratch.service("sales", "image: localhost/standin:1.0.0\nreplicas: 0\n");
            scratch.awaitReason("sales", "Stopped");

            JsonNode line =
                    Awaited.until(() -> lineAbout(scratch.name()), it -> !it.isMissingNode());

            assertThat(line.at("/mdc/resource.kind").asText()).isEqualTo("DhanmanService");
            assertThat(line.at("/mdc/resource.name").asText()).isEqualTo("sales");
            assertThat(line.at("/level").asText()).isEqualTo("INFO");
        }
    }

    private JsonNode lineAbout(String namespace) {
        return jsonLines().stream()
                .filter(it -> it.at("/mdc/resource.namespace").asText().equals(namespace))
                .findFirst()
                .orElse(com.fasterxml.jackson.databind.node.MissingNode.getInstance());
    }

    private List<JsonNode> jsonLines() {
        ObjectMapper mapper = new ObjectMapper();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : operator.process().log()) {
            try {
                lines.add(mapper.readTree(line));
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                throw new AssertionError("not JSON: " + line, e);
            }
        }
        return lines;
    }

    private String holder() {
        String holder =
                operator.client()
                        .leases()
                        .inNamespace(OperatorInstallation.NAMESPACE)
                        .withName("dhanman-operator")
                        .get()
                        .getSpec()
                        .getHolderIdentity();
        return holder == null ? "" : holder;
    }
}
