package com.dhanman.operator.testkit;

import com.dhanman.operator.api.v1alpha1.Api;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresClusterStatus;
import com.dhanman.operator.api.v1alpha1.PostgresInstanceStatus;
import com.dhanman.operator.api.v1alpha1.PostgresOperationStatus;
import com.dhanman.operator.kernel.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A PostgresCluster named `main` in a namespace of its own, on real nodes. */
public final class Database implements AutoCloseable {
    public static final String NAME = "main";
    public static final Duration PATIENCE = Duration.ofMinutes(4);

    private final KubernetesClient client;
    private final String namespace;

    public Database(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
        client.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(namespace)
                                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                                .endMetadata()
                                .build())
                .serverSideApply();
    }

    KubernetesClient client() {
        return client;
    }

    public String namespace() {
        return namespace;
    }

    /** Applies a spec, as kubectl apply --server-side does. */
    public void apply(String spec) {
        client.resource(
                        """
                        apiVersion: platform.dhanman.com/v1alpha1
                        kind: PostgresCluster
                        metadata: {name: %s, namespace: %s}
                        spec:
                        %s
                        """
                                .formatted(NAME, namespace, spec.indent(2)))
                .fieldManager("test")
                .forceConflicts()
                .serverSideApply();
    }

    public PostgresCluster get() {
        return client.resources(PostgresCluster.class).inNamespace(namespace).withName(NAME).get();
    }

    public void delete() {
        client.resources(PostgresCluster.class).inNamespace(namespace).withName(NAME).delete();
    }

    /** Waits for the operator to have seen the spec and to say something of it. */
    public PostgresClusterStatus await(Predicate<PostgresClusterStatus> described) {
        return Awaited.until(
                        this::get,
                        it ->
                                it != null
                                        && it.getStatus() != null
                                        && Objects.equals(
                                                it.getStatus().observedGeneration(),
                                                it.getMetadata().getGeneration())
                                        && described.test(it.getStatus()),
                        PATIENCE)
                .getStatus();
    }

    public PostgresClusterStatus awaitReady() {
        return await(it -> Conditions.isTrue(it.conditions(), Conditions.READY));
    }

    public PostgresClusterStatus awaitReason(String reason) {
        return await(it -> condition(it, Conditions.READY).getReason().equals(reason));
    }

    public static Condition condition(PostgresClusterStatus status, String type) {
        return Conditions.find(status.conditions(), type).orElseThrow();
    }

    public String primary() {
        return get().getStatus().primary();
    }

    /** An instance that is not the primary. */
    public String replica() {
        return get().getStatus().instances().stream()
                .map(PostgresInstanceStatus::name)
                .filter(it -> !it.equals(primary()))
                .findFirst()
                .orElseThrow();
    }

    /** A replica that has every commit, as the column REPLICATION names it. */
    public String synchronousReplica() {
        return get().getStatus().replication().replaceFirst(".*\\((main-[0-9]+).*", "$1");
    }

    /** Asks for an operation, and gives what came of it. */
    public PostgresOperationStatus operate(String operation, String request) {
        client.resources(PostgresCluster.class)
                .inNamespace(namespace)
                .withName(NAME)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"annotations\":{\"%s/%s\":\"%s\"}}}"
                                .formatted(Api.GROUP, operation, request));
        return outcome(
                        await(
                                it ->
                                        outcome(it, operation, request)
                                                .filter(o -> !o.state().equals("Running"))
                                                .isPresent()),
                        operation,
                        request)
                .orElseThrow();
    }

    private static Optional<PostgresOperationStatus> outcome(
            PostgresClusterStatus status, String operation, String request) {
        return Optional.ofNullable(status.operations()).orElse(List.of()).stream()
                .filter(it -> it.name().equals(operation) && request.equals(it.request()))
                .findFirst();
    }

    /** Waits for all instances to run with the settings that the spec gives. */
    public PostgresClusterStatus awaitAtRest() {
        return await(
                it ->
                        Conditions.isTrue(it.conditions(), Conditions.READY)
                                && Conditions.isTrue(it.conditions(), "ConfigApplied"));
    }

    /** Runs SQL as the superuser in an instance, as one would by kubectl exec. */
    public String sql(String instance, String database, String sql) {
        Shell.Result result = trySql(instance, database, sql);
        if (result.status() != 0) {
            throw new IllegalStateException(result.output());
        }
        return result.output().strip();
    }

    /** The same where PostgreSQL may be down. */
    public Shell.Result trySql(String instance, String database, String sql) {
        return run(instance, "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", sql);
    }

    /** Runs a command beside PostgreSQL in an instance. */
    public Shell.Result run(String instance, String... command) {
        List<String> words = new ArrayList<>(List.of("kubectl", "exec", "-n", namespace));
        words.addAll(List.of(instance + "-0", "-c", "postgres", "--"));
        words.addAll(List.of(command));
        return Shell.attempt(words.toArray(String[]::new));
    }

    /** Runs SQL as a client would: by password, over TLS, through a Service. */
    public Shell.Result asClient(String host, String sslMode, String database, String sql) {
        return psql(
                replica(),
                "host=%s.%s.svc dbname=%s user=%s sslmode=%s"
                        .formatted(
                                host, namespace, database, secret(database, "username"), sslMode),
                secret(database, "password"),
                sql);
    }

    /** How a client logs in, and by which Service. */
    public record Client(String host, String sslMode, String user, String password) {}

    /** Runs SQL, one statement after the other in one session, as anybody. */
    public Shell.Result asClient(Client client, String database, String... sql) {
        return psql(
                replica(),
                "host=%s.%s.svc dbname=%s user=%s sslmode=%s"
                        .formatted(
                                client.host(),
                                namespace,
                                database,
                                client.user(),
                                client.sslMode()),
                client.password(),
                sql);
    }

    /** Runs SQL by a login and a password of one's own, from within the primary. */
    public Shell.Result login(String user, String password, String database, String sql) {
        return psql(
                primary(),
                "host=%s-rw.%s.svc dbname=%s user=%s sslmode=verify-full"
                        .formatted(NAME, namespace, database, user),
                password,
                sql);
    }

    private Shell.Result psql(String from, String connection, String password, String... sql) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "kubectl",
                                "exec",
                                "-n",
                                namespace,
                                from + "-0",
                                "-c",
                                "postgres",
                                "--",
                                "env",
                                "PGPASSWORD=" + password,
                                "psql",
                                "-XAtq",
                                connection + " sslrootcert=/etc/postgresql/tls/ca.crt"));
        Stream.of(sql).forEach(it -> command.addAll(List.of("-c", it)));
        return Shell.attempt(command.toArray(String[]::new));
    }

    /** A key of a database's Secret. */
    public String secret(String database, String key) {
        Secret secret =
                client.secrets()
                        .inNamespace(namespace)
                        .withName(NAME + "-db-" + database)
                        .require();
        return new String(
                Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.namespaces().withName(namespace).delete();
    }
}
