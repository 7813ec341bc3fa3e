package com.dhanman.operator.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Locale;

/**
 * What the API server would say to a resource of the operator's API, with the strict validation
 * that kubectl asks for. Nothing is stored.
 *
 * @param namespace empty for kinds without one
 */
public record DryRun(KubernetesClient client, String kind, String namespace) {
    /** Makes a resource of this spec, in YAML. */
    public void create(String name, String spec) {
        String path =
                (namespace.isEmpty() ? "" : "namespaces/" + namespace + "/")
                        + kind.toLowerCase(Locale.ROOT)
                        + "s";
        client.raw(
                "/apis/platform.dhanman.com/v1alpha1/"
                        + path
                        + "?dryRun=All&fieldValidation=Strict",
                "POST",
                resource(name, spec));
    }

    /** Makes this spec of the stored one, as `kubectl apply --server-side` does. */
    public void apply(String name, String spec) {
        client.resource(resource(name, spec))
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                                .withFieldManager("test")
                                .withForce(true)
                                .withFieldValidation("Strict")
                                .withDryRun(List.of("All"))
                                .build());
    }

    /** A resource that the operator lets be. */
    public GenericKubernetesResource resource(String name, String spec) {
        String yaml =
                """
                apiVersion: platform.dhanman.com/v1alpha1
                kind: %s
                metadata: {name: %s, annotations: {platform.dhanman.com/paused: "true"}}
                spec: %s
                """
                        .formatted(kind, name, spec);
        GenericKubernetesResource resource =
                client.getKubernetesSerialization()
                        .unmarshal(yaml, GenericKubernetesResource.class);
        if (!namespace.isEmpty()) {
            resource.getMetadata().setNamespace(namespace);
        }
        return resource;
    }

    /** Asserts that the refusal names the field, and says this. */
    public static void assertRefused(Runnable request, String field, String message) {
        assertThatThrownBy(request::run)
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        refusal -> {
                            assertThat(refusal.getCode()).isIn(400, 422);
                            assertThat(refusal.getMessage()).contains(field).contains(message);
                        });
    }
}
