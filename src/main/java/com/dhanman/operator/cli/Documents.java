package com.dhanman.operator.cli;

import com.dhanman.operator.api.v1alpha1.Api;
import com.dhanman.operator.api.v1alpha1.BackupSchedule;
import com.dhanman.operator.api.v1alpha1.DhanmanService;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.TenantEnvironment;
import com.dhanman.operator.kernel.Finding;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Resources of this API read from files; other kinds are passed over.
 *
 * @param resources those that could be read, in the order of files and documents
 * @param findings what is wrong with the others, by where they stand
 */
record Documents(List<HasMetadata> resources, Map<String, List<Finding>> findings) {
    private static final Map<String, Class<? extends CustomResource<?, ?>>> KINDS =
            Map.of(
                    "TenantEnvironment", TenantEnvironment.class,
                    "DhanmanService", DhanmanService.class,
                    "PostgresCluster", PostgresCluster.class,
                    "BackupSchedule", BackupSchedule.class);
    private static final ObjectMapper YAML = new YAMLMapper();

    static Documents read(List<Path> files, String namespace) {
        Documents documents = new Documents(new ArrayList<>(), new LinkedHashMap<>());
        files.stream().flatMap(Documents::yamlIn).forEach(it -> documents.readFile(it, namespace));
        return documents;
    }

    private static Stream<Path> yamlIn(Path path) {
        if (!Files.exists(path)) {
            throw new IllegalArgumentException(path + " does not exist");
        }
        if (!Files.isDirectory(path)) {
            return Stream.of(path);
        }
        try (Stream<Path> files = Files.list(path)) {
            return files
                    .filter(it -> it.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readFile(Path file, String namespace) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
            while (documents.hasNext()) {
                readDocument(file, documents.next(), namespace);
            }
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(file + " is not YAML: " + e.getMessage(), e);
        }
    }

    private void readDocument(Path file, JsonNode document, String namespace) throws IOException {
        String kind = document.path("kind").asText();
        boolean ours = document.path("apiVersion").asText().startsWith(Api.GROUP + "/");
        if (!ours || !KINDS.containsKey(kind)) {
            return;
        }
        String source = file + " " + kind + " " + document.at("/metadata/name").asText();
        List<Finding> wrong = SchemaCheck.of(kind, document);
        if (!wrong.isEmpty()) {
            findings.put(source, wrong);
            return;
        }
        try {
            CustomResource<?, ?> resource = YAML.treeToValue(document, KINDS.get(kind));
            if (resource instanceof Namespaced && resource.getMetadata().getNamespace() == null) {
                resource.getMetadata().setNamespace(namespace);
            }
            resources.add(resource);
        } catch (JsonMappingException e) {
            findings.put(source, List.of(unreadable(e)));
        }
    }

    private static Finding unreadable(JsonMappingException exception) {
        String path =
                exception.getPath().stream()
                        .map(
                                it ->
                                        it.getFieldName() == null
                                                ? "" + it.getIndex()
                                                : it.getFieldName())
                        .collect(Collectors.joining("."));
        return Finding.error(
                "Unreadable",
                path,
                exception.getOriginalMessage(),
                "See kubectl explain for the field's type");
    }
}
