package com.dhanman.operator.postgres.credentials;

import java.util.Set;

/**
 * What was last seen of logins in PostgreSQL, kept in memory only.
 *
 * @param known false before anybody looked: then no rotation takes a step
 * @param installed logins whose password PostgreSQL holds as given here
 * @param inUse names of logins that have a session on any instance, or a consumer that has not been
 *     rolled yet
 */
public record LoginReport(boolean known, Set<Login> installed, Set<String> inUse) {
    public static final LoginReport NONE = new LoginReport(false, Set.of(), Set.of());

    public static LoginReport of(Set<Login> installed, Set<String> inUse) {
        return new LoginReport(true, Set.copyOf(installed), Set.copyOf(inUse));
    }
}
