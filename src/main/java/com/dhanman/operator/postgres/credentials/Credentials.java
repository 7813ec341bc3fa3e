package com.dhanman.operator.postgres.credentials;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a plan has to know of credentials.
 *
 * @param serverAuthorities certificates by which clients know the servers, in PEM
 * @param roles logins of each role that logs in by password
 * @param seal what fingerprints of Secrets are made with, so that nobody can try passwords on them
 */
public record Credentials(String serverAuthorities, Map<String, RoleLogins> roles, String seal) {
    /** Stands where `render` and golden files cannot know what would be generated. */
    public static final String PLACEHOLDER = "<generated>";

    /** Login that clients get who connect as a role; empty where the role cannot log in. */
    public Optional<Login> login(String role) {
        return Optional.ofNullable(roles.get(role)).map(RoleLogins::current);
    }

    /** Credentials of a cluster that was never made. */
    public static Credentials placeholder(PostgresCluster cluster) {
        return new Credentials(
                PLACEHOLDER,
                LoginRoles.of(cluster).stream()
                        .map(LoginRoles.LoginRole::name)
                        .collect(
                                Collectors.toMap(
                                        Function.identity(),
                                        role -> RoleLogins.of(role, PLACEHOLDER, ""))),
                PLACEHOLDER);
    }

    /** Records print their parts, and the seal is a secret. */
    @Override
    public String toString() {
        return "Credentials" + roles.keySet();
    }
}
