package com.dhanman.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

class ApiTroubleTest {
    @Test
    void aServerThatIsAwayIsToldByItsCause() {
        Exception cause = new IOException("failed", new ConnectException("Connection refused"));

        assertThat(ApiTrouble.of(new KubernetesClientException("Operation: [get] failed", cause)))
                .isEqualTo(
                        "the API server cannot be reached: Connection refused. Set KUBECONFIG, or"
                                + " choose a context with --context");
    }

    @Test
    void aMissingRightIsNamedWithWhoHasIt() {
        assertThat(ApiTrouble.of(refusal(403, "User \"eve\" cannot patch resource \"x\"")))
                .isEqualTo(
                        "User \"eve\" cannot patch resource \"x\". Ask for that right in the"
                                + " namespace; the operator's chart gives it to the roles edit and"
                                + " admin");
    }

    @Test
    void aStrangerIsToldToLogIn() {
        assertThat(ApiTrouble.of(refusal(401, "Unauthorized"))).contains("Log in again");
    }

    @Test
    void otherRefusalsAreTheServersWords() {
        assertThat(ApiTrouble.of(refusal(422, "spec.instances: must be at most 9")))
                .isEqualTo("spec.instances: must be at most 9");
    }

    @Test
    void wrongUsageEndsWithStatusTwoAndHelp() {
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output, true);

        int status = Commands.execute(writer, writer, "postgres", "fence", "main");

        assertThat(status).isEqualTo(2);
        assertThat(output.toString())
                .startsWith("Missing required parameter: 'INSTANCE'")
                .contains("Exit status:");
    }

    private static KubernetesClientException refusal(int code, String message) {
        return new KubernetesClientException(
                message, code, new StatusBuilder().withCode(code).withMessage(message).build());
    }
}
