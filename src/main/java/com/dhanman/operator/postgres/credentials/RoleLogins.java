package com.dhanman.operator.postgres.credentials;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * By what one may log in as a role. PostgreSQL knows one password a role, so a password is changed
 * by a second login that acts as the role: {@code dhanman_user__b} beside {@code dhanman_user}, and
 * the next time the other way round. Each change takes three steps:
 *
 * <ol>
 *   <li>{@code next} is made up; nobody gets it yet.
 *   <li>PostgreSQL has it: it becomes {@code current}, which database Secrets carry; what was
 *       current becomes {@code previous} and stays valid.
 *   <li>Nobody uses {@code previous} any more and the overlap is over: it ends.
 * </ol>
 *
 * @param role role that everything belongs to
 * @param current login that clients get
 * @param next login that is being made
 * @param previous login that clients had before
 * @param handedOut when current became so, where there is a previous one
 * @param token request that was carried out last; empty for none
 */
public record RoleLogins(
        String role,
        Login current,
        Optional<Login> next,
        Optional<Login> previous,
        Optional<Instant> handedOut,
        String token) {

    /** A role with one login. */
    public static RoleLogins of(String role, String password, String token) {
        return new RoleLogins(
                role,
                new Login(role, password),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                token);
    }

    /** Every login that PostgreSQL must let in, and no other of this role. */
    public List<Login> all() {
        return Stream.concat(Stream.of(current), Stream.concat(next.stream(), previous.stream()))
                .toList();
    }

    /** Whether a change of the password is under way. */
    public boolean rotating() {
        return next.isPresent() || previous.isPresent();
    }

    /** When the previous login may end, where there is one. */
    Optional<Instant> endOfPrevious(Duration overlap) {
        return previous.flatMap(it -> handedOut).map(it -> it.plus(overlap));
    }

    /**
     * Takes the next step where one is due, and else gives the same again.
     *
     * @param request token of the request, empty for none
     */
    RoleLogins step(String request, LoginReport report, Moment moment, Supplier<String> password) {
        if (previous.isPresent()) {
            boolean over =
                    endOfPrevious(moment.overlap())
                            .map(end -> !moment.now().isBefore(end))
                            .orElse(true);
            boolean unused = report.known() && !report.inUse().contains(previous.get().username());
            return over && unused ? ended() : this;
        }
        if (next.isPresent()) {
            return report.installed().contains(next.get()) ? handedOut(moment.now()) : this;
        }
        return request.isEmpty() || request.equals(token)
                ? this
                : prepared(request, password.get());
    }

    /**
     * When something is decided.
     *
     * @param overlap how long a previous login stays valid at least
     */
    record Moment(Instant now, Duration overlap) {}

    private RoleLogins prepared(String request, String password) {
        Login made = new Login(LoginRoles.other(role, current.username()), password);
        return new RoleLogins(
                role, current, Optional.of(made), Optional.empty(), Optional.empty(), request);
    }

    private RoleLogins handedOut(Instant now) {
        return new RoleLogins(
                role,
                next.orElseThrow(),
                Optional.empty(),
                Optional.of(current),
                Optional.of(now),
                token);
    }

    private RoleLogins ended() {
        return new RoleLogins(
                role, current, Optional.empty(), Optional.empty(), Optional.empty(), token);
    }
}
