package com.dhanman.operator.postgres.sql;

import com.dhanman.operator.kernel.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What makes roles what they should be. */
final class RoleStatements {
    private final DesiredSql desired;
    private final Catalog catalog;
    private final Verifiers verifiers;
    private final Step step = new Step();

    private RoleStatements(DesiredSql desired, Catalog catalog, Verifiers verifiers) {
        this.desired = desired;
        this.catalog = catalog;
        this.verifiers = verifiers;
    }

    static Step of(DesiredSql desired, Catalog catalog, Verifiers verifiers) {
        return new RoleStatements(desired, catalog, verifiers).step();
    }

    static String subject(String role) {
        return "role " + role;
    }

    private Step step() {
        desired.roles().forEach(this::attributes);
        List<DesiredRole> logins =
                desired.rotated().stream().flatMap(it -> login(it).stream()).toList();
        // All are there now, so that each can be a member of any other.
        desired.roles().forEach(this::memberships);
        desired.roles().forEach(this::password);
        logins.forEach(this::password);
        desired.roles().forEach(this::warn);
        desired.closed().forEach(this::close);
        desired.ended().stream()
                .filter(it -> catalog.isLoginOf(it.owner(), it.login()))
                .forEach(it -> close(it.login()));
        return step;
    }

    private void attributes(DesiredRole role) {
        Catalog.Role is = catalog.roles().get(role.name());
        List<String> words = new ArrayList<>();
        if (role.login() != null && role.login() != (is != null && is.login())) {
            words.add(role.login() ? "LOGIN" : "NOLOGIN");
        }
        if (role.createDatabase() != null
                && role.createDatabase() != (is != null && is.createDatabase())) {
            words.add(role.createDatabase() ? "CREATEDB" : "NOCREATEDB");
        }
        if (role.connectionLimit() != null
                && role.connectionLimit() != (is == null ? -1 : is.connectionLimit())) {
            words.add("CONNECTION LIMIT " + role.connectionLimit());
        }
        String with = words.stream().map(" "::concat).collect(Collectors.joining());
        String subject = subject(role.name());
        if (is == null) {
            step.send(
                    SqlStatement.plain(
                            subject,
                            subject + " made",
                            "CREATE ROLE " + Quoted.name(role.name()) + with));
        } else if (!words.isEmpty()) {
            step.send(
                    SqlStatement.plain(
                            subject,
                            subject + " changed to" + with,
                            "ALTER ROLE " + Quoted.name(role.name()) + with));
        }
    }

    /** Empty where it cannot be made. */
    private Optional<DesiredRole> login(RotatedLogin login) {
        LoginStatements statements = new LoginStatements(login, limit(login.owner()), catalog);
        if (!statements.ours()) {
            step.find(statements.clash());
            return Optional.empty();
        }
        statements.change().ifPresent(step::send);
        return Optional.of(
                new DesiredRole(login.login(), true, null, null, null, login.password(), false));
    }

    private Integer limit(String owner) {
        return desired.roles().stream()
                .filter(role -> role.name().equals(owner))
                .map(DesiredRole::connectionLimit)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private void memberships(DesiredRole role) {
        if (role.memberOf() == null) {
            return;
        }
        Set<String> are =
                membershipsOf(role.name())
                        .map(Catalog.Membership::role)
                        .collect(Collectors.toSet());
        for (String group : role.memberOf()) {
            if (are.contains(group)) {
                continue;
            }
            if (!exists(group)) {
                step.find(
                        Finding.error(
                                "RoleMissing",
                                subject(role.name()),
                                "it is to be a member of `" + group + "`, which is not there",
                                "Declare that role in spec.roles, or take it off memberOf"));
                continue;
            }
            step.send(
                    SqlStatement.plain(
                            subject(role.name()),
                            subject(role.name()) + " made a member of " + group,
                            "GRANT " + Quoted.name(group) + " TO " + Quoted.name(role.name())));
        }
        membershipsOf(role.name())
                .filter(it -> !role.memberOf().contains(it.role()))
                .forEach(
                        it ->
                                step.send(
                                        SqlStatement.plain(
                                                subject(role.name()),
                                                subject(role.name())
                                                        + " no longer a member of "
                                                        + it.role(),
                                                revoke(it))));
    }

    private static String revoke(Catalog.Membership membership) {
        return "REVOKE "
                + Quoted.name(membership.role())
                + " FROM "
                + Quoted.name(membership.member())
                + " GRANTED BY "
                + Quoted.name(membership.grantor());
    }

    private void password(DesiredRole role) {
        Catalog.Role is = catalog.roles().get(role.name());
        String verifier = is == null ? null : is.verifier();
        String subject = subject(role.name());
        String alter = "ALTER ROLE " + Quoted.name(role.name()) + " PASSWORD ";
        if (role.withoutPassword() && verifier != null) {
            step.send(
                    SqlStatement.plain(subject, subject + " has no password now", alter + "NULL"));
        } else if (role.password() != null) {
            step.passwords().add(role.name());
            String password = role.password().value();
            if (verifier == null || !verifiers.fits(verifier, password)) {
                step.send(
                        SqlStatement.secret(
                                subject,
                                subject + " has another password now",
                                alter + Quoted.text(verifiers.of(password))));
            }
        }
    }

    /** What a PostgresCluster cannot say is left as it is, but not left unsaid. */
    private void warn(DesiredRole role) {
        Catalog.Role is = catalog.roles().get(role.name());
        if (is == null) {
            return;
        }
        if (!is.privileges().isEmpty()) {
            String words = String.join(" ", is.privileges());
            step.find(
                    Finding.warning(
                            "RolePrivileged",
                            subject(role.name()),
                            "it has " + words + ", which was given by hand and is left",
                            "Take it away if it is not needed: ALTER ROLE "
                                    + Quoted.name(role.name())
                                    + is.privileges().stream()
                                            .map(" NO"::concat)
                                            .collect(Collectors.joining())));
        }
        if (is.expires() && role.password() != null) {
            step.find(
                    Finding.warning(
                            "PasswordExpires",
                            subject(role.name()),
                            "its password ends at a time that was set by hand",
                            "Lift that: ALTER ROLE "
                                    + Quoted.name(role.name())
                                    + " VALID UNTIL 'infinity'"));
        }
    }

    private void close(String name) {
        Catalog.Role is = catalog.roles().get(name);
        if (is != null && (is.login() || is.verifier() != null)) {
            step.send(
                    SqlStatement.plain(
                            subject(name),
                            subject(name) + " can no longer log in",
                            "ALTER ROLE " + Quoted.name(name) + " NOLOGIN PASSWORD NULL"));
        }
    }

    private Stream<Catalog.Membership> membershipsOf(String member) {
        return catalog.memberships().stream().filter(it -> it.member().equals(member));
    }

    private boolean exists(String role) {
        return catalog.roles().containsKey(role)
                || desired.roles().stream().anyMatch(it -> it.name().equals(role));
    }
}
