package com.dhanman.operator.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Stands between an operator process and the real API server: gives its requests the identity of a
 * ServiceAccount, and keeps a record of them.
 */
public final class ApiProxy implements AutoCloseable {
    // The server would close connections that rest for 30 seconds, and a client that starts as many
    // informers as the operator uses one at that very moment every so often.
    static {
        System.setProperty("sun.net.httpserver.idleInterval", "3600");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
    }

    /** What the JDK's client sets by itself, or what is only between two neighbours. */
    private static final Set<String> NOT_PASSED_ON =
            Set.of("host", "connection", "content-length", "upgrade", "accept-encoding");

    private final HttpServer server;
    private final HttpClient upstream;
    private final String address;
    private final String token;
    private final List<ApiRequest> requests = new CopyOnWriteArrayList<>();
    private volatile Consumer<ApiRequest> afterwards = request -> {};

    /**
     * @param config how to reach the API server; its own credentials are not used
     * @param token bearer token of the ServiceAccount
     */
    public ApiProxy(Config config, String token) {
        this.address = config.getMasterUrl().replaceAll("/$", "");
        this.token = token;
        try {
            // Over HTTP/2 all watches would share one connection of at most 100 streams, and those
            // of
            // a killed operator stay for minutes, since nothing comes that could not be passed on.
            this.upstream =
                    HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .sslContext(SSLUtils.sslContext(config))
                            .build();
            this.server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** All requests so far, in the order in which their answers began. */
    public List<ApiRequest> requests() {
        return List.copyOf(requests);
    }

    /** Requests since a mark, which is a number of requests, but for those about the lease. */
    public List<ApiRequest> since(int mark) {
        return requests.subList(mark, requests.size()).stream()
                .filter(request -> !request.isLease())
                .filter(request -> !request.verb().equals("watch"))
                .toList();
    }

    public int mark() {
        return requests.size();
    }

    /** Does something after the API server has carried out a request, before it is answered. */
    public void afterwards(Consumer<ApiRequest> action) {
        this.afterwards = action;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestHeaders().containsKey("Upgrade")) {
                // The client then watches by plain HTTP, which can be read here. It takes 503 for
                // the same hint, but only after many tries.
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            HttpResponse<InputStream> response =
                    upstream.send(request(exchange), HttpResponse.BodyHandlers.ofInputStream());
            byte[] refusal =
                    response.statusCode() == 403 ? response.body().readAllBytes() : new byte[0];
            ApiRequest request =
                    ApiRequest.of(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI(),
                            response.statusCode(),
                            new String(refusal, StandardCharsets.UTF_8));
            requests.add(request);
            afterwards.accept(request);
            pass(
                    response,
                    refusal.length > 0 ? new ByteArrayInputStream(refusal) : response.body(),
                    exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest request(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + exchange.getRequestURI()))
                        .method(
                                exchange.getRequestMethod(),
                                body.length == 0
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders()
                .forEach(
                        (name, values) -> {
                            if (!NOT_PASSED_ON.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                                values.forEach(value -> request.header(name, value));
                            }
                        });
        return request.setHeader("Authorization", "Bearer " + token).build();
    }

    private static void pass(
            HttpResponse<InputStream> response, InputStream body, HttpExchange exchange)
            throws IOException {
        response.headers()
                .firstValue("content-type")
                .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
        exchange.sendResponseHeaders(response.statusCode(), 0);
        byte[] block = new byte[16_384];
        try (InputStream in = body;
                OutputStream out = exchange.getResponseBody()) {
            // A watch must be seen to have begun before its first event.
            out.flush();
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                out.write(block, 0, read);
                out.flush();
            }
        } catch (IOException e) {
            // One of the two went away, as the end of a watch or of a process does.
            return;
        }
    }

    @Override
    public void close() {
        server.stop(0);
        upstream.shutdownNow();
    }
}
