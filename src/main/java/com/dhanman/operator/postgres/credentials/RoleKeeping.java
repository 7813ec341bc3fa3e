package com.dhanman.operator.postgres.credentials;

import com.dhanman.operator.api.v1alpha1.Api;
import com.dhanman.operator.api.v1alpha1.Ensure;
import com.dhanman.operator.api.v1alpha1.KeyReference;
import com.dhanman.operator.api.v1alpha1.PostgresRole;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.kernel.MadeOnce;
import com.dhanman.operator.postgres.ClusterNames;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes passwords of roles, takes the user's own, and changes those that it made on request. */
final class RoleKeeping {
    /** On a cluster: a new value makes new passwords. On a role's Secret: the last such value. */
    static final String ROTATE = Api.GROUP + "/" + PasswordChange.NAME;

    /** When clients got the current login, while the one before is still valid. */
    static final String HANDED_OUT = Api.GROUP + "/handed-out";

    static final String USERNAME = "username";
    static final String PASSWORD = "password";
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String NEXT = "next-";
    private static final String PREVIOUS = "previous-";
    private static final String TYPE = "kubernetes.io/basic-auth";

    private final Making making;
    private final LoginReport report;
    private final String request;

    RoleKeeping(Making making, LoginReport report) {
        this.making = making;
        this.report = report;
        Map<String, String> annotations = making.cluster.getMetadata().getAnnotations();
        this.request = annotations == null ? "" : annotations.getOrDefault(ROTATE, "");
    }

    /** Logins of all roles that have some; what is missing has been told to {@link Making}. */
    List<RoleLogins> ensure(List<LoginRoles.LoginRole> roles) {
        List<RoleLogins> all = new ArrayList<>();
        roles.forEach(role -> ensure(role).ifPresent(all::add));
        List<PostgresRole> declared =
                Optional.ofNullable(making.cluster.getSpec().roles()).orElse(List.of());
        declared.stream()
                .filter(role -> role.ensure() == Ensure.Absent)
                .forEach(role -> making.discard(secretOf(role.name())));
        return all;
    }

    private Optional<RoleLogins> ensure(LoginRoles.LoginRole role) {
        if (role.passwordSecret().isPresent()) {
            return usersOwn(role.name(), role.passwordSecret().get());
        }
        String name = secretOf(role.name());
        return making.made(name, () -> secret(fresh(role.name())))
                .flatMap(found -> kept(found, role));
    }

    private Optional<RoleLogins> kept(Secret found, LoginRoles.LoginRole role) {
        Optional<RoleLogins> read = read(found, role.name());
        RoleLogins now = read.orElseGet(() -> fresh(role.name()));
        RoleLogins next = now.step(request, report, moment(), this::password);
        next.endOfPrevious(making.timings.overlap()).ifPresent(making::due);
        // It waits for PostgreSQL to have it, and no event tells of that.
        next.next().ifPresent(it -> making.due(making.now.plus(SOON)));
        if (read.isPresent() && next.equals(now)) {
            return read;
        }
        Secret wanted = new SecretBuilder(secret(next)).withType(found.getType()).build();
        // What is not written down is lost: then it is still what was read, if that was something.
        return making.replaced(found, wanted).isPresent() ? Optional.of(next) : read;
    }

    private RoleLogins.Moment moment() {
        return new RoleLogins.Moment(making.now, making.timings.overlap());
    }

    private RoleLogins fresh(String role) {
        // What is new needs no change: the request counts as carried out.
        return RoleLogins.of(role, password(), request);
    }

    private String password() {
        return Passwords.generate(making.random);
    }

    private Optional<RoleLogins> usersOwn(String role, KeyReference reference) {
        Optional<Finding> trouble = trouble(role, reference);
        if (trouble.isPresent()) {
            making.findings.add(trouble.get());
            return soFar(role);
        }
        making.discard(secretOf(role));
        Secret secret = making.find(reference.name()).orElseThrow();
        return Optional.of(RoleLogins.of(role, Content.of(secret).get(reference.key()), ""));
    }

    /** Warnings: what has the password already goes on, and all that needs none. */
    private Optional<Finding> trouble(String role, KeyReference reference) {
        String field = "spec.roles[" + role + "].passwordSecret";
        Optional<Secret> secret = making.find(reference.name());
        if (secret.isEmpty()) {
            return Optional.of(
                    Finding.warning(
                            "SecretMissing",
                            field,
                            "the Secret " + reference.name() + " is not there",
                            "Create it with the key "
                                    + reference.key()
                                    + ", or leave passwordSecret out and the operator makes a"
                                    + " password"));
        }
        String password = Content.of(secret.get()).getOrDefault(reference.key(), "");
        if (password.isEmpty()) {
            return Optional.of(
                    Finding.warning(
                            "SecretKeyMissing",
                            field,
                            "the Secret "
                                    + reference.name()
                                    + " has no password under the key "
                                    + reference.key(),
                            "Add the key, or name another"));
        }
        return password.chars().noneMatch(Character::isISOControl)
                ? Optional.empty()
                : Optional.of(
                        Finding.warning(
                                "PasswordUnusable",
                                field,
                                "the password holds a control character, such as a line's end",
                                "Write it without one, for example by kubectl create secret"
                                        + " generic "
                                        + reference.name()
                                        + " --from-literal="
                                        + reference.key()
                                        + "=..."));
    }

    /** What clients of the role have: the operator's own password, or one that is gone since. */
    private Optional<RoleLogins> soFar(String role) {
        Optional<RoleLogins> own =
                making.find(secretOf(role)).filter(MadeOnce::is).flatMap(it -> read(it, role));
        return own.or(
                () ->
                        making.ofTheCluster().stream()
                                .filter(it -> !MadeOnce.is(it))
                                .flatMap(it -> login(Content.of(it), "", role).stream())
                                .map(it -> RoleLogins.of(role, it.password(), ""))
                                .findFirst());
    }

    private String secretOf(String role) {
        return ClusterNames.roleSecret(making.name(), role);
    }

    private Secret secret(RoleLogins logins) {
        Map<String, String> content = new TreeMap<>();
        put(content, "", logins.current());
        logins.next().ifPresent(it -> put(content, NEXT, it));
        logins.previous().ifPresent(it -> put(content, PREVIOUS, it));
        Map<String, String> annotations = new TreeMap<>();
        if (!logins.token().isEmpty()) {
            annotations.put(ROTATE, logins.token());
        }
        logins.handedOut().map(Instant::toString).ifPresent(it -> annotations.put(HANDED_OUT, it));
        return new SecretBuilder(making.secret(secretOf(logins.role()), TYPE, content))
                .editMetadata()
                .addToAnnotations(annotations)
                .endMetadata()
                .build();
    }

    private static void put(Map<String, String> content, String prefix, Login login) {
        content.put(prefix + USERNAME, login.username());
        content.put(prefix + PASSWORD, login.password());
    }

    /** Empty where somebody took the password out. */
    private static Optional<RoleLogins> read(Secret secret, String role) {
        Map<String, String> content = Content.of(secret);
        return login(content, "", role)
                .map(
                        current ->
                                new RoleLogins(
                                        role,
                                        current,
                                        login(content, NEXT, role),
                                        login(content, PREVIOUS, role),
                                        Content.instant(secret, HANDED_OUT),
                                        Content.annotation(secret, ROTATE)));
    }

    private static Optional<Login> login(Map<String, String> content, String prefix, String role) {
        String username = content.getOrDefault(prefix + USERNAME, "");
        String password = content.getOrDefault(prefix + PASSWORD, "");
        return LoginRoles.names(role).contains(username) && !password.isEmpty()
                ? Optional.of(new Login(username, password))
                : Optional.empty();
    }
}
