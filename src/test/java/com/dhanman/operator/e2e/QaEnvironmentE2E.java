package com.dhanman.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.TenantEnvironment;
import com.dhanman.operator.kernel.Conditions;
import com.dhanman.operator.testkit.Awaited;
import com.dhanman.operator.testkit.Gateway;
import com.dhanman.operator.testkit.RealNodes;
import com.dhanman.operator.testkit.Shell;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The sample of Dhanman's QA environment, as `make demo` shows it. */
class QaEnvironmentE2E {
    private static final String NAME = "dhanman-qa";
    private static final List<String> SERVICES =
            List.of("common", "community", "inventory", "payroll", "purchase", "sales");

    private final RealNodes nodes = new RealNodes();
    private final KubernetesClient client = nodes.client();
    private final Gateway gateway = new Gateway(client);

    @AfterEach
    void tidy() {
        client.resources(TenantEnvironment.class).withName(NAME).delete();
        // It stays with its data until somebody deletes it.
        client.namespaces().withName(NAME).delete();
        Awaited.until(this::namespace, Objects::isNull);
        client.close();
    }

    @Test
    void sixServicesAnswerAtTheirHostNames() throws Exception {
        client.load(Files.newInputStream(Path.of("samples/dhanman-qa/environment.yaml")))
                .serverSideApply();
        Awaited.until(this::namespace, Objects::nonNull);
        gateway.certificate(NAME, "dhanman-qa-tls", SERVICES.stream().map(it -> host(it)).toList());

        TenantEnvironment environment =
                Awaited.until(this::environment, this::isReady, Duration.ofMinutes(3));

        assertThat(environment.getStatus().services()).isEqualTo("6/6");
        for (String service : SERVICES) {
            Awaited.until(() -> gateway.status(NAME, host(service), "/"), it -> it == 200);
        }
        assertThat(gateway.body(NAME, host("sales"), "/"))
                .contains("ASPNETCORE_ENVIRONMENT")
                .contains("QA")
                .as("the stand-in sees that the request came by HTTPS")
                .contains("https");
        assertLiveEqualsRendered();
        assertThat(table())
                .contains("6/6")
                .contains("ServiceReady")
                .contains("qa.sales.dhanman.com");

        client.resources(TenantEnvironment.class).withName(NAME).delete();

        Awaited.until(this::environment, Objects::isNull);
        assertThat(namespace()).as("its databases are kept with it").isNotNull();
    }

    /** Applying what `render` prints, as the operator does, must change nothing. */
    private void assertLiveEqualsRendered() {
        String rendered =
                Shell.run(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-jar",
                        "target/quarkus-app/quarkus-run.jar",
                        "render",
                        "-f",
                        "samples/dhanman-qa");
        List<HasMetadata> objects =
                client
                        .load(new ByteArrayInputStream(rendered.getBytes(StandardCharsets.UTF_8)))
                        .items()
                        .stream()
                        .filter(QaEnvironmentE2E::holdsNothingGenerated)
                        .toList();
        assertThat(objects).hasSize(1 + 6 + 6 * 3);
        for (HasMetadata object : objects) {
            HasMetadata live = client.resource(object).get();
            object.getMetadata().setOwnerReferences(live.getMetadata().getOwnerReferences());
            HasMetadata applied =
                    client.resource(object)
                            .dryRun()
                            .fieldManager("dhanman-operator")
                            .forceConflicts()
                            .serverSideApply();
            assertThat(applied.getMetadata().getResourceVersion())
                    .as("%s %s", object.getKind(), object.getMetadata().getName())
                    .isEqualTo(live.getMetadata().getResourceVersion());
        }
    }

    /** Databases have generated content, and Deployments that use them a fingerprint of it. */
    private static boolean holdsNothingGenerated(HasMetadata object) {
        return !List.of("PostgresCluster", "Deployment").contains(object.getKind())
                && !object.getMetadata().getLabels().containsKey("platform.dhanman.com/postgres");
    }

    private static String table() {
        return Shell.run("kubectl", "get", "tenv,dsvc", "-A");
    }

    private static String host(String service) {
        return "qa." + service + ".dhanman.com";
    }

    private HasMetadata namespace() {
        return client.namespaces().withName(NAME).get();
    }

    private TenantEnvironment environment() {
        return client.resources(TenantEnvironment.class).withName(NAME).get();
    }

    private boolean isReady(TenantEnvironment environment) {
        return environment.getStatus() != null
                && Conditions.isTrue(environment.getStatus().conditions(), "Ready");
    }
}
