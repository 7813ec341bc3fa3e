package com.dhanman.operator.postgres.credentials;

import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is in Secrets, as texts. */
final class Content {
    private Content() {}

    /** A value that is not Base64 cannot come from the API server, so it is a fault. */
    static Map<String, String> of(Secret secret) {
        Map<String, String> content = new TreeMap<>();
        if (secret.getData() != null) {
            secret.getData()
                    .forEach(
                            (key, value) ->
                                    content.put(
                                            key,
                                            new String(
                                                    Base64.getDecoder().decode(value),
                                                    StandardCharsets.UTF_8)));
        }
        return content;
    }

    static Map<String, String> encoded(Map<String, String> content) {
        Map<String, String> data = new TreeMap<>();
        content.forEach(
                (key, value) ->
                        data.put(
                                key,
                                Base64.getEncoder()
                                        .encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        return data;
    }

    /** An instant that is noted on a Secret; one that cannot be read was never noted. */
    static Optional<Instant> instant(Secret secret, String annotation) {
        Map<String, String> annotations = secret.getMetadata().getAnnotations();
        String noted = annotations == null ? null : annotations.get(annotation);
        try {
            return Optional.ofNullable(noted).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static String annotation(Secret secret, String annotation) {
        Map<String, String> annotations = secret.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(annotation, "");
    }
}
