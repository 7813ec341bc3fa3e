package com.dhanman.operator.postgres.sql;

import com.dhanman.operator.kernel.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What makes a role a login of another. */
final class LoginStatements {
    private final RotatedLogin login;
    private final Integer limit;
    private final Catalog catalog;
    private final Catalog.Role is;

    /**
     * @param limit connections that it may have, or null to leave that
     */
    LoginStatements(RotatedLogin login, Integer limit, Catalog catalog) {
        this.login = login;
        this.limit = limit;
        this.catalog = catalog;
        this.is = catalog.roles().get(login.login());
    }

    /** A role that does not act as the owner is somebody else's, whatever its name. */
    boolean ours() {
        return is == null || catalog.isLoginOf(login.owner(), login.login());
    }

    Finding clash() {
        String alter = "ALTER ROLE " + Quoted.name(login.login());
        return Finding.error(
                "NameClash",
                RoleStatements.subject(login.login()),
                "a login of `%s` needs this name, and a role that does not act as it has it"
                        .formatted(login.owner()),
                "Rename that: %s RENAME TO another name; or give it up: %s SET role TO %s"
                        .formatted(alter, alter, Quoted.text(login.owner())));
    }

    /** In one go, so that one that was begun is known to be ours. */
    Optional<SqlStatement> change() {
        String name = Quoted.name(login.login());
        List<String> texts = new ArrayList<>();
        if (is == null) {
            texts.add("CREATE ROLE " + name + " LOGIN");
        } else if (!is.login()) {
            texts.add("ALTER ROLE " + name + " LOGIN");
        }
        if (limit != null && limit != (is == null ? -1 : is.connectionLimit())) {
            texts.add("ALTER ROLE " + name + " CONNECTION LIMIT " + limit);
        }
        if (!isMember()) {
            texts.add(
                    "GRANT "
                            + Quoted.name(login.owner())
                            + " TO "
                            + name
                            + " WITH INHERIT TRUE, SET TRUE");
        }
        if (is == null) {
            texts.add("ALTER ROLE " + name + " SET role TO " + Quoted.text(login.owner()));
        }
        String subject = RoleStatements.subject(login.login());
        return texts.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        SqlStatement.plain(
                                subject,
                                subject + " logs in and acts as " + login.owner(),
                                texts.toArray(String[]::new)));
    }

    private boolean isMember() {
        return catalog.memberships().stream()
                .anyMatch(
                        it ->
                                it.member().equals(login.login())
                                        && it.role().equals(login.owner())
                                        && it.inherits()
                                        && it.sets());
    }
}
