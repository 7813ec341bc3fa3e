package com.dhanman.operator.testkit;

import com.dhanman.operator.api.v1alpha1.DhanmanService;
import com.dhanman.operator.api.v1alpha1.TenantEnvironment;
import com.dhanman.operator.kernel.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ServerSideApplicable;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A place in the cluster that one test has for itself, and short words for what tests do there. */
public final class Scratch implements AutoCloseable {
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String RUN = Long.toString(System.currentTimeMillis() / 1000, 36);

    private final KubernetesClient client;
    private final String name;
    private boolean environment;

    private Scratch(KubernetesClient client) {
        this.client = client;
        this.name = "it-" + RUN + "-" + COUNT.incrementAndGet();
    }

    /** A namespace. */
    public static Scratch namespace(KubernetesClient client) {
        Scratch scratch = new Scratch(client);
        client.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(scratch.name)
                                .endMetadata()
                                .build())
                .create();
        return scratch;
    }

    /** A name for an environment, whose namespace the operator makes. */
    public static Scratch environment(KubernetesClient client) {
        Scratch scratch = new Scratch(client);
        scratch.environment = true;
        return scratch;
    }

    public String name() {
        return name;
    }

    /** Applies a DhanmanService of this spec, as kubectl apply --server-side does. */
    public void service(String service, String spec) {
        apply(client.resource(yaml("DhanmanService", service, ", namespace: " + name, spec)));
    }

    /** Applies the TenantEnvironment of this spec. */
    public void environment(String spec) {
        apply(client.resource(yaml("TenantEnvironment", name, "", spec)));
    }

    private static void apply(ServerSideApplicable<HasMetadata> resource) {
        resource.fieldManager("test").forceConflicts().serverSideApply();
    }

    private static String yaml(String kind, String name, String namespace, String spec) {
        return """
                apiVersion: platform.dhanman.com/v1alpha1
                kind: %s
                metadata: {name: %s%s}
                spec:
                %s
                """
                .formatted(kind, name, namespace, spec.indent(2));
    }

    public DhanmanService service(String service) {
        return client.resources(DhanmanService.class).inNamespace(name).withName(service).get();
    }

    public TenantEnvironment environment() {
        return client.resources(TenantEnvironment.class).withName(name).get();
    }

    /** Waits for a service to be as described, and gives it. */
    public DhanmanService await(String service, Predicate<DhanmanService> described) {
        return Awaited.until(() -> service(service), it -> it != null && described.test(it));
    }

    /** Waits for the environment to be as described, and gives it. */
    public TenantEnvironment awaitEnvironment(Predicate<TenantEnvironment> described) {
        return Awaited.until(this::environment, it -> it != null && described.test(it));
    }

    /** Waits for a service's Ready condition to have a reason, and gives the condition. */
    public Condition awaitReason(String service, String reason) {
        return ready(
                await(service, it -> ready(it) != null && reason.equals(ready(it).getReason())));
    }

    public static Condition ready(DhanmanService service) {
        return service.getStatus() == null
                ? null
                : Conditions.find(service.getStatus().conditions(), "Ready").orElse(null);
    }

    /** Waits for an object to be there, and gives it. */
    public <T extends HasMetadata> T awaitObject(Class<T> kind, String object) {
        return Awaited.until(() -> object(kind, object), it -> it != null);
    }

    public void awaitGone(Class<? extends HasMetadata> kind, String object) {
        org.awaitility.Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> object(kind, object) == null);
    }

    public <T extends HasMetadata> T object(Class<T> kind, String object) {
        return client.resources(kind).inNamespace(name).withName(object).get();
    }

    /** Versions of all objects that the operator may write here: they grow with each write. */
    public Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        for (Class<? extends HasMetadata> kind : Kinds.WRITTEN) {
            client.resources(kind)
                    .inNamespace(name)
                    .list()
                    .getItems()
                    .forEach(
                            it ->
                                    versions.put(
                                            it.getKind() + "/" + it.getMetadata().getName(),
                                            it.getMetadata().getUid()
                                                    + "@"
                                                    + it.getMetadata().getResourceVersion()));
        }
        return versions;
    }

    @Override
    public void close() {
        if (environment) {
            client.resources(TenantEnvironment.class).withName(name).delete();
        }
        client.namespaces().withName(name).delete();
        client.resources(DhanmanService.class).inNamespace(name).delete();
    }
}
