package com.dhanman.operator.postgres.sql;

import java.util.List;

/**
 * A role as it should be. What is null stays as it is.
 *
 * @param connectionLimit -1 for none
 * @param memberOf all roles that it is a member of
 * @param withoutPassword whether it must have no password
 */
public record DesiredRole(
        String name,
        Boolean login,
        Boolean createDatabase,
        Integer connectionLimit,
        List<String> memberOf,
        Password password,
        boolean withoutPassword) {
    DesiredRole withoutValue() {
        return new DesiredRole(
                name, login, createDatabase, connectionLimit, memberOf, null, withoutPassword);
    }
}
