package com.dhanman.operator.postgres.sql;

import com.dhanman.operator.kernel.Finding;
import java.util.List;
import java.util.Set;

/**
 * What came of converging. No text in it holds a secret.
 *
 * @param findings what the user should know or mend
 * @param failures what will be tried again: a server that is away or no primary, a lock
 * @param changes what was changed, one short sentence each
 * @param installed roles whose password PostgreSQL holds now as it was given
 * @param server the server that was spoken to, or null where none answered
 * @param instances whether the roles are known to be there by which the instances of a copy log in
 *     to each other
 */
public record SqlOutcome(
        List<Finding> findings,
        List<String> failures,
        List<String> changes,
        Set<String> installed,
        Server server,
        boolean instances) {
    /** Findings that end without anybody changing the resource: when sessions end. */
    private static final Set<String> PASSING = Set.of("DatabaseInUse", "LoginInUse", "RoleInUse");

    /** Where no server was spoken to. */
    public static SqlOutcome failure(String text) {
        return new SqlOutcome(List.of(), List.of(text), List.of(), Set.of(), null, false);
    }

    /** Which server, and how often it has changed hands. */
    public record Server(String systemIdentifier, int timeline) {}

    /** Whether everything is as declared. Warnings do not count. */
    public boolean complete() {
        return failures.isEmpty()
                && findings.stream().noneMatch(it -> it.severity() == Finding.Severity.ERROR);
    }

    /** Whether another try may lead further although nothing is declared anew. */
    public boolean again() {
        return !failures.isEmpty()
                || findings.stream().anyMatch(it -> PASSING.contains(it.reason()));
    }
}
