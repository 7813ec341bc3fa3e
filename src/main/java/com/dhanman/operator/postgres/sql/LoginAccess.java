package com.dhanman.operator.postgres.sql;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * By which passwords who logs in.
 *
 * @param passwords passwords by role; a role without one keeps what it has
 * @param withoutPassword roles whose own password has ended, so that only their rotated logins are
 *     left
 * @param rotated logins that act as another role
 * @param ended logins that acted as another role
 * @param own roles of the operator's own that are wanted
 */
public record LoginAccess(
        Map<String, Password> passwords,
        Set<String> withoutPassword,
        List<RotatedLogin> rotated,
        List<RotatedLogin.Ended> ended,
        Set<OwnRole> own) {
    /** Nothing but these passwords. */
    public static LoginAccess of(Map<String, Password> passwords) {
        return new LoginAccess(passwords, Set.of(), List.of(), List.of(), Set.of());
    }
}
