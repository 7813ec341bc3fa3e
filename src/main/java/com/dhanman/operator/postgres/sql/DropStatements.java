package com.dhanman.operator.postgres.sql;

import com.dhanman.operator.kernel.Finding;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What drops what was declared absent, as long as nobody uses it and nothing would be lost unasked.
 */
final class DropStatements {
    private final List<Session> sessions;
    private final List<Tie> ties;

    DropStatements(List<Session> sessions, List<Tie> ties) {
        this.sessions = sessions;
        this.ties = ties;
    }

    /** Sessions of one kind. */
    record Session(String database, String role, String application, String address, int count) {
        private String text() {
            String from = address.isEmpty() ? "" : " from " + address;
            String by = application.isEmpty() ? "" : " (" + application + ")";
            return role + from + by + (count == 1 ? "" : " x" + count);
        }
    }

    /**
     * Something that keeps a role from being dropped.
     *
     * @param database where it is, or null where it belongs to no database
     * @param owned whether the role owns it; else it was given a right on it
     * @param what a database's name where it is one, else ""
     */
    record Tie(String role, String database, boolean owned, String what) {}

    /** Of databases that are there. */
    Step databases(Set<String> absent) {
        Step step = new Step();
        for (String name : absent) {
            String subject = DatabaseStatements.subject(name);
            List<Session> here =
                    sessions.stream().filter(it -> name.equals(it.database())).toList();
            if (here.isEmpty()) {
                step.send(
                        SqlStatement.alone(
                                subject,
                                subject + " dropped",
                                "DROP DATABASE " + Quoted.name(name)));
            } else {
                step.find(
                        inUse(
                                "DatabaseInUse",
                                subject,
                                "it is to be dropped and has sessions: " + texts(here)));
            }
        }
        return step;
    }

    /** Of roles that are there. */
    Step roles(Set<String> absent, Catalog catalog) {
        Step step = new Step();
        for (String name : absent) {
            String subject = RoleStatements.subject(name);
            List<Tie> own = ties.stream().filter(it -> it.role().equals(name)).toList();
            Set<String> names = new TreeSet<>(catalog.loginsOf(List.of(name)));
            names.add(name);
            List<Session> here = sessions.stream().filter(it -> names.contains(it.role())).toList();
            if (own.stream().anyMatch(DropStatements::holds)) {
                step.find(tied(subject, name, own));
            } else if (!here.isEmpty()) {
                step.find(
                        inUse(
                                "RoleInUse",
                                subject,
                                "it is to be dropped and has sessions: " + texts(here)));
            } else {
                step.send(drop(subject, name, own));
            }
        }
        return step;
    }

    /** Of logins that nobody can log in by any more, and that own nothing any more. */
    Step logins(Set<String> ended) {
        Step step = new Step();
        for (String name : ended) {
            String subject = RoleStatements.subject(name);
            List<Session> here = sessions.stream().filter(it -> name.equals(it.role())).toList();
            if (here.isEmpty()) {
                step.send(
                        drop(
                                subject,
                                name,
                                ties.stream().filter(it -> it.role().equals(name)).toList()));
            } else {
                step.find(
                        Finding.warning(
                                "LoginInUse",
                                subject,
                                "its time is over and it has sessions: " + texts(here),
                                "Restart what uses it; it is dropped once they have ended"));
            }
        }
        return step;
    }

    static SqlStatement handOver(RotatedLogin.Ended login, String database) {
        String name = Quoted.name(login.login());
        return SqlStatement.plain(
                RoleStatements.subject(login.login()),
                "what %s had in database %s is %s's now"
                        .formatted(login.login(), database, login.owner()),
                "REASSIGN OWNED BY " + name + " TO " + Quoted.name(login.owner()),
                "DROP OWNED BY " + name);
    }

    /** A right to connect to a database is no reason to stay; it was given by us or goes anyway. */
    private static boolean holds(Tie tie) {
        return tie.owned() || tie.what().isEmpty();
    }

    private static SqlStatement drop(String subject, String name, List<Tie> rights) {
        Stream<String> revokes =
                rights.stream()
                        .filter(it -> !it.owned() && !it.what().isEmpty())
                        .map(
                                it ->
                                        "REVOKE ALL ON DATABASE "
                                                + Quoted.name(it.what())
                                                + " FROM "
                                                + Quoted.name(name));
        return SqlStatement.plain(
                subject,
                subject + " dropped",
                Stream.concat(revokes, Stream.of("DROP ROLE " + Quoted.name(name)))
                        .toArray(String[]::new));
    }

    private static Finding tied(String subject, String name, List<Tie> ties) {
        Set<String> owning = places(ties, Tie::owned);
        Set<String> rights = places(ties, tie -> !tie.owned() && tie.what().isEmpty());
        String role = Quoted.name(name);
        if (owning.isEmpty()) {
            return Finding.error(
                    "RoleHasPrivileges",
                    subject,
                    "it is to be dropped and has rights in " + String.join(", ", rights),
                    "Take them away by running there: DROP OWNED BY " + role);
        }
        return Finding.error(
                "RoleOwnsObjects",
                subject,
                "it is to be dropped and owns what is in " + String.join(", ", owning),
                "Hand that to another role by running there: REASSIGN OWNED BY %s TO another role; DROP OWNED BY %s"
                        .formatted(role, role));
    }

    private static Set<String> places(List<Tie> ties, Predicate<Tie> which) {
        return ties.stream()
                .filter(which)
                .map(
                        tie ->
                                !tie.what().isEmpty()
                                        ? "database " + tie.what()
                                        : tie.database() == null
                                                ? "the server"
                                                : "database " + tie.database())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Finding inUse(String reason, String subject, String message) {
        return Finding.error(
                reason, subject, message, "Stop what uses it; it is dropped once they have ended");
    }

    private static String texts(List<Session> sessions) {
        return sessions.stream()
                .map(Session::text)
                .sorted()
                .limit(10)
                .collect(Collectors.joining(", "));
    }
}
