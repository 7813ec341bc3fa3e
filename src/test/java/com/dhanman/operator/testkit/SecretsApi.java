package com.dhanman.operator.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * As much of an API server as Secrets need: it numbers versions, refuses what is there already and
 * what was changed meanwhile, and counts requests.
 */
public final class SecretsApi implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final KubernetesClient client;
    private final Map<String, Secret> secrets = new ConcurrentSkipListMap<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private int version;

    public SecretsApi() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/", this::handle);
        server.start();
        client =
                new KubernetesClientBuilder()
                        .withConfig(
                                new ConfigBuilder(Config.empty())
                                        .withMasterUrl(
                                                "http://localhost:" + server.getAddress().getPort())
                                        .withRequestRetryBackoffLimit(0)
                                        .build())
                        .build();
    }

    public KubernetesClient client() {
        return client;
    }

    /** What an informer that has seen everything would hold. */
    public List<Secret> cache() {
        return secrets.values().stream()
                .map(it -> client.getKubernetesSerialization().clone(it))
                .toList();
    }

    public Secret get(String name) {
        return secrets.get(name);
    }

    /** Puts a Secret there as somebody else would. */
    public synchronized Secret put(Secret secret) {
        secret.getMetadata().setResourceVersion(Integer.toString(++version));
        secret.getMetadata().setUid("uid-" + secret.getMetadata().getName());
        secrets.put(secret.getMetadata().getName(), secret);
        return secret;
    }

    public void remove(String name) {
        secrets.remove(name);
    }

    /** Requests since the last call, such as {@code POST main-ca}. */
    public List<String> requests() {
        synchronized (requests) {
            List<String> since = List.copyOf(requests);
            requests.clear();
            return since;
        }
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String last = path.substring(path.lastIndexOf('/') + 1);
            byte[] body = exchange.getRequestBody().readAllBytes();
            JsonNode json = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
            String method = exchange.getRequestMethod();
            String name = method.equals("POST") ? json.at("/metadata/name").asText() : last;
            requests.add(method + " " + name);
            switch (method) {
                case "POST" -> create(exchange, name, json);
                case "PUT" -> update(exchange, name, json);
                case "DELETE" -> delete(exchange, name, json);
                default -> answer(exchange, secrets.get(name));
            }
        }
    }

    private void create(HttpExchange exchange, String name, JsonNode json) throws IOException {
        if (secrets.containsKey(name)) {
            refuse(exchange, 409, "AlreadyExists");
        } else {
            answer(exchange, put(JSON.convertValue(json, Secret.class)));
        }
    }

    private void update(HttpExchange exchange, String name, JsonNode json) throws IOException {
        if (!secrets.containsKey(name)) {
            refuse(exchange, 404, "NotFound");
        } else if (isAnother(name, json.at("/metadata/resourceVersion").asText())) {
            refuse(exchange, 409, "Conflict");
        } else {
            answer(exchange, put(JSON.convertValue(json, Secret.class)));
        }
    }

    private void delete(HttpExchange exchange, String name, JsonNode json) throws IOException {
        if (isAnother(name, json.at("/preconditions/resourceVersion").asText())) {
            refuse(exchange, 409, "Conflict");
        } else {
            answer(exchange, secrets.remove(name));
        }
    }

    private boolean isAnother(String name, String expected) {
        Secret secret = secrets.get(name);
        return secret != null
                && !expected.isEmpty()
                && !expected.equals(secret.getMetadata().getResourceVersion());
    }

    private static void answer(HttpExchange exchange, Secret secret) throws IOException {
        if (secret == null) {
            refuse(exchange, 404, "NotFound");
        } else {
            send(exchange, 200, JSON.writeValueAsString(secret));
        }
    }

    private static void refuse(HttpExchange exchange, int code, String reason) throws IOException {
        Status status = new StatusBuilder().withCode(code).withReason(reason).build();
        send(exchange, code, JSON.writeValueAsString(status));
    }

    private static void send(HttpExchange exchange, int code, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        client.close();
        server.stop(0);
    }
}
