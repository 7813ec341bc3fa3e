package com.dhanman.operator.postgres.sql;

import java.util.List;

/**
 * A database as it should be.
 *
 * @param connectionLimit -1 for none
 * @param extensions extensions that are in it, among others
 */
public record DesiredDatabase(
        String name, String owner, int connectionLimit, List<String> extensions) {}
