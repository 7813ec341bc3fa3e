package com.dhanman.operator.postgres.credentials;

import com.dhanman.operator.api.v1alpha1.Ensure;
import com.dhanman.operator.api.v1alpha1.KeyReference;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresClusterSpec;
import com.dhanman.operator.api.v1alpha1.PostgresDatabase;
import com.dhanman.operator.api.v1alpha1.PostgresRole;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which roles of a cluster log in by password. */
public final class LoginRoles {
    /** Longest name of a role, in bytes. */
    private static final int LONGEST = 63;

    private static final String ALTERNATE = "__b";

    private LoginRoles() {}

    /**
     * A role that logs in.
     *
     * @param passwordSecret the user's own Secret and key with its password
     */
    public record LoginRole(String name, Optional<KeyReference> passwordSecret) {}

    /** All of them, those that were listed first. */
    public static List<LoginRole> of(PostgresCluster cluster) {
        PostgresClusterSpec spec = cluster.getSpec();
        Map<String, LoginRole> roles = new LinkedHashMap<>();
        list(spec.roles()).stream()
                .filter(role -> role.ensure() != Ensure.Absent)
                .filter(role -> !Boolean.FALSE.equals(role.login()))
                .forEach(
                        role ->
                                roles.put(
                                        role.name(),
                                        new LoginRole(
                                                role.name(),
                                                Optional.ofNullable(role.passwordSecret()))));
        Set<String> listed =
                list(spec.roles()).stream().map(PostgresRole::name).collect(Collectors.toSet());
        list(spec.databases()).stream()
                .filter(database -> database.ensure() != Ensure.Absent)
                .map(LoginRoles::owner)
                .filter(owner -> !listed.contains(owner))
                .forEach(owner -> roles.put(owner, new LoginRole(owner, Optional.empty())));
        return List.copyOf(roles.values());
    }

    /** Role that owns a database. */
    public static String owner(PostgresDatabase database) {
        return Optional.ofNullable(database.owner()).orElse(database.name().replace('-', '_'));
    }

    /** Names that a role may log in by: its own, and the one that takes turns with it. */
    public static List<String> names(String role) {
        return List.of(role, other(role, role));
    }

    /** The one of a role's two login names that is not this one. */
    static String other(String role, String username) {
        if (!username.equals(role)) {
            return role;
        }
        if (bytes(role + ALTERNATE) <= LONGEST) {
            return role + ALTERNATE;
        }
        String end = "_" + Integer.toHexString(role.hashCode()) + ALTERNATE;
        String start = role;
        while (bytes(start + end) > LONGEST) {
            start = start.substring(0, start.offsetByCodePoints(start.length(), -1));
        }
        return start + end;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static <T> List<T> list(List<T> own) {
        return own == null ? List.of() : own;
    }
}
