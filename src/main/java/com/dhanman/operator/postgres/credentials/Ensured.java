package com.dhanman.operator.postgres.credentials;

import com.dhanman.operator.kernel.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What came of looking after a cluster's credentials.
 *
 * @param credentials what a plan needs; empty while something of it is missing, and then no plan
 *     may be carried out, since it would remove Secrets
 * @param identity how the operator reaches the servers; there also while others are missing
 * @param logins those that are known
 * @param findings what somebody has to mend
 * @param failures what will be tried again
 * @param end when the first of the certificates in use ends
 * @param due when to look again at the latest, where nothing happens before
 */
public record Ensured(
        Optional<Credentials> credentials,
        Optional<ClientIdentity> identity,
        List<RoleLogins> logins,
        List<Finding> findings,
        List<String> failures,
        Optional<Instant> end,
        Instant due) {}
