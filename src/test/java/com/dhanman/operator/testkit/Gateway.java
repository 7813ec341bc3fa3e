package com.dhanman.operator.testkit;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The way in from outside: a certificate of a test authority, and requests that check it. */
public final class Gateway {
    private final KubernetesClient client;
    private final Path folder;

    public Gateway(KubernetesClient client) {
        this.client = client;
        try {
            this.folder = Files.createTempDirectory("gateway");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        openssl(
                "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -days 2 -subj /CN=e2e");
    }

    /** Makes a certificate for these hosts and puts it into a Secret of this name. */
    public void certificate(String namespace, String secret, List<String> hosts) {
        String names = hosts.stream().map(it -> "DNS:" + it).collect(Collectors.joining(","));
        openssl("req -newkey rsa:2048 -nodes -keyout tls.key -out tls.csr -subj /CN=" + secret);
        openssl(
                "x509 -req -in tls.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -out tls.crt"
                        + " -extfile <(echo subjectAltName="
                        + names
                        + ")");
        client.resource(
                        new SecretBuilder()
                                .withNewMetadata()
                                .withName(secret)
                                .withNamespace(namespace)
                                .endMetadata()
                                .withType("kubernetes.io/tls")
                                .withData(
                                        Map.of(
                                                "tls.crt",
                                                encoded("tls.crt"),
                                                "tls.key",
                                                encoded("tls.key")))
                                .build())
                .serverSideApply();
    }

    /** Status of an HTTPS request, the certificate checked; 0 where there is no answer. */
    public int status(String namespace, String host, String path) {
        String output =
                curl(namespace, host, path, "-o", "/dev/null", "-w", "%{http_code}").strip();
        return output.matches("\\d{3}") ? Integer.parseInt(output) : 0;
    }

    /** Body of an HTTPS request. */
    public String body(String namespace, String host, String path) {
        return curl(namespace, host, path, "-H", "Accept: application/json");
    }

    private String curl(String namespace, String host, String path, String... more) {
        List<String> command =
                new java.util.ArrayList<>(
                        List.of(
                                "curl",
                                "-s",
                                "--max-time",
                                "10",
                                "--cacert",
                                folder.resolve("ca.crt").toString(),
                                "--resolve",
                                host + ":443:" + address(namespace),
                                "https://" + host + path));
        command.addAll(List.of(more));
        return Shell.attempt(command.toArray(String[]::new)).output();
    }

    /** Where the ingress controller says that it answers, unless GATEWAY says otherwise. */
    private String address(String namespace) {
        String given = System.getenv("GATEWAY");
        if (given != null) {
            return given;
        }
        return client.network().v1().ingresses().inNamespace(namespace).list().getItems().stream()
                .flatMap(Gateway::addresses)
                .findFirst()
                .orElse("0.0.0.0");
    }

    private static java.util.stream.Stream<String> addresses(Ingress ingress) {
        return ingress.getStatus() == null || ingress.getStatus().getLoadBalancer() == null
                ? java.util.stream.Stream.empty()
                : ingress.getStatus().getLoadBalancer().getIngress().stream()
                        .map(it -> it.getIp() == null ? it.getHostname() : it.getIp());
    }

    private void openssl(String arguments) {
        Shell.run("bash", "-c", "cd " + folder + " && openssl " + arguments);
    }

    private String encoded(String file) {
        try {
            return Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
