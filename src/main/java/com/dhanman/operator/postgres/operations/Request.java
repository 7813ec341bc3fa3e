package com.dhanman.operator.postgres.operations;

import com.dhanman.operator.api.v1alpha1.Api;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An operation that an annotation of a PostgresCluster asks for, such as {@code
 * platform.dhanman.com/switchover: main-2@2026-11-21}. The same value is never carried out twice.
 *
 * @param instance that it is about, if it names one
 * @param value of the annotation
 */
record Request(Kind kind, Optional<String> instance, String value) {
    private static final int LONGEST = 253;

    /** What can be asked for. */
    enum Kind {
        SWITCHOVER,
        RESTART,
        REINITIALIZE;

        /** Name of the annotation behind the API group's, and of the operation in the status. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** All that a resource's annotations ask for. */
    static List<Request> all(HasMetadata resource) {
        Map<String, String> annotations =
                Objects.requireNonNullElse(resource.getMetadata().getAnnotations(), Map.of());
        return Stream.of(Kind.values())
                .flatMap(
                        it ->
                                Optional.ofNullable(annotations.get(Api.GROUP + "/" + it.word()))
                                        .filter(value -> !value.isBlank())
                                        .map(value -> of(it, value.strip()))
                                        .stream())
                .toList();
    }

    static Request of(Kind kind, String text) {
        String value = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
        int at = value.indexOf('@');
        return new Request(
                kind,
                at < 0 ? Optional.empty() : Optional.of(value.substring(0, at).strip()),
                value);
    }

    /** How to ask for the same with another instance, for messages. */
    static String example(Kind kind, String instance) {
        return "%s/%s=%s@$(date +%%s)".formatted(Api.GROUP, kind.word(), instance);
    }
}
