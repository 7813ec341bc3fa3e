/**
 * Roles, databases and extensions of a PostgresCluster: {@code DesiredSql} says what should be,
 * {@code CatalogReader} reads what is, {@code RoleStatements}, {@code DatabaseStatements} and
 * {@code DropStatements} work out the statements between the two, and {@code SqlConvergence} sends
 * them. {@code ServerFacts} is what a status may show of one server.
 */
package com.dhanman.operator.postgres.sql;
