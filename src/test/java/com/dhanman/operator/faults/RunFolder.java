package com.dhanman.operator.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * The files that a run leaves: logs, results, and where something went wrong, all that may tell
 * why.
 */
final class RunFolder {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ClusterUnderTest cluster;
    private final Path folder;

    RunFolder(ClusterUnderTest cluster, Path folder) {
        this.cluster = cluster;
        this.folder = folder;
    }

    void log(String name, String content) {
        write(name + ".jsonl", content);
    }

    void listing(Listing listing) {
        write(
                "rw-listed.txt",
                listing.entries().stream()
                        .map(it -> it.at() + " " + it.addresses() + "\n")
                        .collect(Collectors.joining()));
    }

    void moments(Scene scene) {
        write(
                "moments.txt",
                "%d struck %s on %s%n%d over%n"
                        .formatted(
                                scene.struck(),
                                scene.primaryName(),
                                scene.primaryNode(),
                                scene.over()));
    }

    void result(Result result) {
        try {
            write("result.json", JSON.writeValueAsString(result));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Pods, their logs and Patroni's state as they are now; no Secrets. */
    void trouble(Throwable cause) {
        StringWriter trace = new StringWriter();
        cause.printStackTrace(new PrintWriter(trace));
        write("trouble.txt", trace.toString());
        try {
            new Instances(cluster).pods().forEach(this::keep);
            cluster.client()
                    .configMaps()
                    .inNamespace(cluster.namespace())
                    .list()
                    .getItems()
                    .forEach(this::describe);
        } catch (KubernetesClientException e) {
            write("no-more.txt", String.valueOf(e.getMessage()));
        }
    }

    private void keep(Pod pod) {
        describe(pod);
        String name = pod.getMetadata().getName();
        var one = cluster.client().pods().inNamespace(cluster.namespace()).withName(name);
        try {
            write(name + ".log", one.inContainer("postgres").tailingLines(2000).getLog());
            write(name + ".before.log", one.inContainer("postgres").terminated().getLog());
        } catch (KubernetesClientException e) {
            write(name + ".no-log.txt", String.valueOf(e.getMessage()));
        }
    }

    private void describe(HasMetadata object) {
        write(
                object.getKind() + "-" + object.getMetadata().getName() + ".yaml",
                Serialization.asYaml(object));
    }

    private void write(String file, String content) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
