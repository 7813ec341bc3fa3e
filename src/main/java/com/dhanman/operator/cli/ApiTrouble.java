package com.dhanman.operator.cli;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/** What a failure of the API server means for somebody at a terminal, and what to do. */
final class ApiTrouble {
    private ApiTrouble() {}

    static String of(KubernetesClientException failure) {
        if (failure.getStatus() == null) {
            return "the API server cannot be reached: %s. Set KUBECONFIG, or choose a context with"
                            .formatted(cause(failure))
                    + " --context";
        }
        String told = failure.getStatus().getMessage();
        return switch (failure.getCode()) {
            case HttpURLConnection.HTTP_UNAUTHORIZED ->
                    "the API server does not know you. Log in again, or choose a context with"
                            + " --context";
            case HttpURLConnection.HTTP_FORBIDDEN ->
                    told
                            + ". Ask for that right in the namespace; the operator's chart gives it"
                            + " to the roles edit and admin";
            default -> told;
        };
    }

    private static String cause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
