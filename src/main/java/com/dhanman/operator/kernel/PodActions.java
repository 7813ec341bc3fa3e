package com.dhanman.operator.kernel;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done to pods that others made, each only as it was seen: a pod that was replaced or has
 * changed meanwhile is left alone. Reads here are from the API server, not from a cache.
 */
public final class PodActions {
    private static final Logger LOG = LoggerFactory.getLogger(PodActions.class);

    private final KubernetesClient client;

    public PodActions(KubernetesClient client) {
        this.client = client;
    }

    /** A pod in one of its versions. */
    public record Seen(String namespace, String name, String uid, String resourceVersion) {}

    public List<Pod> pods(String namespace, Map<String, String> labels) {
        return client.pods().inNamespace(namespace).withLabels(labels).list().getItems();
    }

    public List<ConfigMap> configMaps(String namespace, Map<String, String> labels) {
        return client.configMaps().inNamespace(namespace).withLabels(labels).list().getItems();
    }

    /**
     * Deletes a pod, with the time that it has to stop.
     *
     * @return whether it was there in this version
     */
    public boolean delete(Seen pod) {
        boolean done =
                asSeen(
                        () ->
                                !client.resource(named(pod))
                                        .lockResourceVersion(pod.resourceVersion())
                                        .delete()
                                        .isEmpty());
        if (done) {
            LOG.info("Deleted Pod {}/{}", pod.namespace(), pod.name());
        }
        return done;
    }

    /**
     * Changes labels of a pod.
     *
     * @param labels values of labels; null takes one off
     * @return whether it was there in this version
     */
    public boolean label(Seen pod, Map<String, String> labels) {
        String patch = patch(pod, labels);
        boolean done =
                asSeen(
                        () ->
                                // by client.pods().withName() it would read the pod first
                                client.resource(named(pod))
                                                .patch(PatchContext.of(PatchType.JSON_MERGE), patch)
                                        != null);
        if (done) {
            LOG.info("Labelled Pod {}/{}: {}", pod.namespace(), pod.name(), labels);
        }
        return done;
    }

    /** By hand, for the client's own serialization leaves null out. */
    private static String patch(Seen pod, Map<String, String> labels) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = patch.putObject("metadata");
        metadata.put("uid", pod.uid());
        metadata.put("resourceVersion", pod.resourceVersion());
        labels.forEach(metadata.putObject("labels")::put);
        return patch.toString();
    }

    private static Pod named(Seen pod) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(pod.name())
                .withNamespace(pod.namespace())
                .withUid(pod.uid())
                .withResourceVersion(pod.resourceVersion())
                .endMetadata()
                .build();
    }

    private static boolean asSeen(BooleanSupplier write) {
        try {
            return write.getAsBoolean();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT
                    || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }
}
