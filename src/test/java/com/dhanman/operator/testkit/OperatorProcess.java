package com.dhanman.operator.testkit;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The operator as it is shipped, as a process of its own that can be killed. */
public final class OperatorProcess implements AutoCloseable {
    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");

    private final String name;
    private final Path kubeconfig;
    private final Path log;
    private final HttpClient http = HttpClient.newHttpClient();
    private Process process;
    private int port;

    public OperatorProcess(String name, int apiPort) {
        this.name = name;
        try {
            Path folder = Files.createDirectories(Path.of("target/operators"));
            this.log = folder.resolve(name + ".log");
            this.kubeconfig = folder.resolve(name + ".kubeconfig").toAbsolutePath();
            Files.deleteIfExists(log);
            Files.writeString(
                    kubeconfig,
                    """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: it, cluster: {server: "http://127.0.0.1:%d"}}]
                    contexts: [{name: it, context: {cluster: it, user: it}}]
                    users: [{name: it, user: {}}]
                    current-context: it
                    """
                            .formatted(apiPort));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public OperatorProcess start() {
        port = freePort();
        ProcessBuilder builder =
                new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-jar",
                        JAR.toString());
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        builder.environment().put("HOSTNAME", name);
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().put("DHANMAN_LEADERSHIP_NAMESPACE", OperatorInstallation.NAMESPACE);
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Waits until it answers that it is ready. */
    public OperatorProcess awaitReady() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !process.isAlive() || get("/health/ready").contains("\"UP\""));
        if (!process.isAlive()) {
            throw new IllegalStateException("the operator ended: see " + log);
        }
        return this;
    }

    /** Waits until it is the one that works. */
    public OperatorProcess awaitLeading() {
        await().atMost(Duration.ofSeconds(60)).until(this::leads);
        return this;
    }

    /**
     * Whether it holds the lease. Not whether it says that it watches: through the proxy it does so
     * by plain HTTP, of which the client always says no.
     */
    public boolean leads() {
        return get("/health/ready").replaceAll("\\s", "").contains("\"leader\":true");
    }

    /** Body of the answer, or nothing where there is none. */
    public String get(String path) {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .timeout(Duration.ofSeconds(2))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** Ends it without notice, as a lost node does. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(10));
    }

    /** Tells it to stop, as Kubernetes does, and says whether it did within the time. */
    public boolean stop(Duration within) {
        process.destroy();
        return awaitEnd(within);
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Fails with its last words where it ended by itself: all that follows would wait in vain. */
    public void assertAlive() {
        if (!isAlive()) {
            List<String> lines = log();
            throw new AssertionError(
                    "the operator '%s' ended by itself; its log ends: %s"
                            .formatted(
                                    name,
                                    lines.subList(Math.max(0, lines.size() - 3), lines.size())));
        }
    }

    private boolean awaitEnd(Duration within) {
        try {
            return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public List<String> log() {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (isAlive() && !stop(Duration.ofSeconds(10))) {
            kill();
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
