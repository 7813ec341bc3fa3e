package com.dhanman.operator.kernel;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;

/** What an error answer of the API server means for the object that was written. */
sealed interface ApiFailure {
    /** The user has to do something. */
    record Mend(Finding finding) implements ApiFailure {}

    /** Trying again will do. */
    record Retry(String message) implements ApiFailure {}

    /** The namespace is on its way out. */
    record Terminating() implements ApiFailure {}

    static ApiFailure of(ResourceKey key, KubernetesClientException exception) {
        String message =
                Optional.ofNullable(exception.getStatus())
                        .map(Status::getMessage)
                        .orElse(exception.getMessage());
        return switch (exception.getCode()) {
            case 422 -> new Mend(invalid(key, message));
            case 403 -> {
                if (hasCause(exception, "NamespaceTerminating")) {
                    yield new Terminating();
                }
                if (message != null && message.contains("must support resize")) {
                    yield new Mend(cannotGrow(key, message));
                }
                yield new Mend(
                        Finding.error(
                                "Forbidden",
                                key.toString(),
                                message,
                                "Grant the operator this right, as its chart does, or lift the"
                                        + " quota or policy that is named"));
            }
            default -> new Retry(key + ": " + message);
        };
    }

    private static Finding invalid(ResourceKey key, String message) {
        if (message != null && message.contains("immutable")) {
            return Finding.error(
                    "ImmutableField",
                    key.toString(),
                    "Kubernetes does not let a field of it change: " + message,
                    "Undo the change, or delete the "
                            + key.kind()
                            + " (kubectl delete "
                            + key.kind().toLowerCase(java.util.Locale.ROOT)
                            + " "
                            + key.name()
                            + (key.namespace() == null ? "" : " -n " + key.namespace())
                            + ") and the operator makes it anew");
        }
        return Finding.error(
                "Refused",
                key.toString(),
                "Kubernetes refuses it: " + message,
                "Change the field of the spec that leads to this value");
    }

    private static Finding cannotGrow(ResourceKey key, String message) {
        return Finding.error(
                "VolumeCannotGrow",
                key.toString(),
                "its StorageClass does not let volumes grow: " + message,
                "Set allowVolumeExpansion: true in the StorageClass, if its driver can, or undo the"
                        + " change");
    }

    private static boolean hasCause(KubernetesClientException exception, String reason) {
        return Optional.ofNullable(exception.getStatus())
                .map(Status::getDetails)
                .map(details -> details.getCauses())
                .orElse(List.<StatusCause>of())
                .stream()
                .anyMatch(cause -> reason.equals(cause.getReason()));
    }
}
