package com.dhanman.operator.kernel;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes Kubernetes Events about resources, for {@code kubectl describe} and alerts. */
final class EventRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);

    private final KubernetesClient client;

    EventRecorder(KubernetesClient client) {
        this.client = client;
    }

    /** Tells of something once. An Event that cannot be written is not worth failing for. */
    void record(HasMetadata about, String type, String reason, String message) {
        Instant now = Instant.now();
        String seconds = now.truncatedTo(ChronoUnit.SECONDS).toString();
        String namespace =
                Optional.ofNullable(about.getMetadata().getNamespace()).orElse("default");
        String name = about.getMetadata().getName();
        var event =
                new EventBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name + "." + Long.toHexString(micros(now)))
                        .endMetadata()
                        .withNewInvolvedObject()
                        .withApiVersion(about.getApiVersion())
                        .withKind(about.getKind())
                        .withName(name)
                        .withNamespace(about.getMetadata().getNamespace())
                        .withUid(about.getMetadata().getUid())
                        .endInvolvedObject()
                        .withType(type)
                        .withReason(reason)
                        .withMessage(message)
                        .withNewSource()
                        .withComponent(Labels.OPERATOR)
                        .endSource()
                        .withReportingComponent(Labels.OPERATOR)
                        .withReportingInstance(
                                Optional.ofNullable(System.getenv("HOSTNAME"))
                                        .orElse(Labels.OPERATOR))
                        .withFirstTimestamp(seconds)
                        .withLastTimestamp(seconds)
                        .withCount(1)
                        .build();
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            LOG.debug("No Event for {} {}: {}", about.getKind(), name, e.getMessage());
        }
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
