package com.dhanman.operator.postgres.credentials;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresOperationStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What there is to tell of new passwords that somebody asked for. */
public final class PasswordChange {
    /** Name of the annotation behind the API group's, and of the operation in the status. */
    public static final String NAME = "rotate-passwords";

    private PasswordChange() {}

    /**
     * Its outcome: running until clients get the new passwords. That the old ones are valid for a
     * while is no reason to wait.
     *
     * @param logins of all roles, those of the operator's own included
     */
    public static Optional<PostgresOperationStatus> of(
            PostgresCluster cluster, List<RoleLogins> logins) {
        String request =
                Objects.requireNonNullElse(
                                cluster.getMetadata().getAnnotations(), Map.<String, String>of())
                        .getOrDefault(RoleKeeping.ROTATE, "");
        List<RoleLogins> changed =
                logins.stream().filter(it -> it.token().equals(request)).toList();
        if (request.isBlank()) {
            return Optional.empty();
        }
        List<String> waiting =
                logins.stream()
                        .filter(it -> it.next().isPresent())
                        .map(RoleLogins::role)
                        .sorted()
                        .toList();
        if (changed.isEmpty() || !waiting.isEmpty()) {
            return Optional.of(
                    status(
                            request,
                            "Running",
                            "New passwords are made; PostgreSQL learns them before clients do.",
                            null));
        }
        Optional<Instant> handedOut =
                changed.stream().flatMap(it -> it.handedOut().stream()).max(Instant::compareTo);
        return Optional.of(
                status(
                        request,
                        "Succeeded",
                        text(changed),
                        handedOut.map(Instant::toString).orElse(null)));
    }

    private static String text(List<RoleLogins> changed) {
        String old =
                changed.stream()
                        .flatMap(it -> it.previous().stream())
                        .map(Login::username)
                        .sorted()
                        .collect(Collectors.joining(", "));
        return old.isEmpty()
                ? "The Secrets have the new passwords, and no other is valid."
                : "The Secrets have the new passwords. The old logins (%s) stay valid for a day, and as long as somebody is connected by them."
                        .formatted(old);
    }

    private static PostgresOperationStatus status(
            String request, String state, String message, String time) {
        return new PostgresOperationStatus(NAME, request, state, message, time, null);
    }
}
