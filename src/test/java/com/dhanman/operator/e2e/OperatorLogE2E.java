package com.dhanman.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.testkit.RealNodes;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Looks, after all other tests, at what the operator said meanwhile. */
@Tag("afterwards")
class OperatorLogE2E {
    private final RealNodes nodes = new RealNodes();

    @Test
    void thereIsNoStackTraceAndNoWarningThatAUserCouldNotActOn() {
        List<JsonNode> lines =
                nodes.operators().stream()
                        .flatMap(
                                pod ->
                                        Arrays.stream(
                                                log(nodes.client(), pod.getMetadata().getName())
                                                        .split("\n")))
                        .filter(line -> !line.isBlank())
                        .map(OperatorLogE2E::json)
                        .toList();

        assertThat(lines).isNotEmpty();
        assertThat(lines).noneMatch(line -> line.has("exception"));
        assertThat(lines)
                .filteredOn(line -> List.of("WARN", "ERROR").contains(line.path("level").asText()))
                .as("warnings are about a resource, and come from the one place that words them")
                .allMatch(
                        line ->
                                line.path("loggerName").asText().endsWith(".StatusWriter")
                                        && line.at("/mdc/resource.name").isTextual());
    }

    private static String log(KubernetesClient client, String pod) {
        return client.pods().inNamespace(RealNodes.OPERATOR).withName(pod).getLog();
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + line, e);
        }
    }
}
