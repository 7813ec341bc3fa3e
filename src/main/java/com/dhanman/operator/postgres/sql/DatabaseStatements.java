package com.dhanman.operator.postgres.sql;

import com.dhanman.operator.kernel.Finding;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What makes databases what they should be, seen from outside of them. */
final class DatabaseStatements {
    /**
     * Whoever may read all data may connect to all databases, or the right would be worth nothing.
     */
    private static final List<String> EVERYWHERE =
            List.of("pg_monitor", "pg_read_all_data", "pg_write_all_data");

    private static final int NO_LIMIT = -1;

    private DatabaseStatements() {}

    static Step of(List<DesiredDatabase> databases, Catalog catalog) {
        Step step = new Step();
        for (DesiredDatabase database : databases) {
            Catalog.Database is = catalog.databases().get(database.name());
            if (is == null) {
                make(step, database);
            } else if (is.halfDropped()) {
                step.find(halfDropped(database.name()));
            } else {
                change(step, database, is);
                restrict(step, is);
            }
        }
        return step;
    }

    static String subject(String database) {
        return "database " + database;
    }

    private static void make(Step step, DesiredDatabase database) {
        String subject = subject(database.name());
        String name = Quoted.name(database.name());
        // Of template0: nobody can be connected to it, which would keep it from being copied.
        String limit =
                database.connectionLimit() == NO_LIMIT
                        ? ""
                        : " CONNECTION LIMIT " + database.connectionLimit();
        step.send(
                SqlStatement.alone(
                        subject,
                        subject + " made, owned by " + database.owner(),
                        "CREATE DATABASE "
                                + name
                                + " OWNER "
                                + Quoted.name(database.owner())
                                + " TEMPLATE template0"
                                + limit));
        step.send(
                SqlStatement.plain(
                        subject,
                        "",
                        grantConnect(name, EVERYWHERE),
                        "REVOKE CONNECT ON DATABASE " + name + " FROM PUBLIC"));
    }

    private static void change(Step step, DesiredDatabase database, Catalog.Database is) {
        String subject = subject(database.name());
        String alter = "ALTER DATABASE " + Quoted.name(database.name());
        if (!is.owner().equals(database.owner())) {
            step.send(
                    SqlStatement.plain(
                            subject,
                            "%s is owned by %s now; what %s has made in it stays %s's"
                                    .formatted(subject, database.owner(), is.owner(), is.owner()),
                            alter + " OWNER TO " + Quoted.name(database.owner())));
        }
        if (is.connectionLimit() != database.connectionLimit()) {
            step.send(
                    SqlStatement.plain(
                            subject,
                            subject + " changed to CONNECTION LIMIT " + database.connectionLimit(),
                            alter + " CONNECTION LIMIT " + database.connectionLimit()));
        }
    }

    /**
     * Takes the right to connect from everybody. Who has something in the database already gets it
     * by name: a database that was made by hand goes on as before for those who use it.
     */
    private static void restrict(Step step, Catalog.Database is) {
        Set<String> missing = new TreeSet<>(EVERYWHERE);
        if (is.publicConnects()) {
            missing.addAll(is.users());
            missing.remove(is.owner());
        }
        missing.removeAll(is.connects());
        String subject = subject(is.name());
        String name = Quoted.name(is.name());
        if (is.publicConnects()) {
            missing.removeAll(EVERYWHERE);
            String others = missing.isEmpty() ? "" : ", as do " + String.join(", ", missing);
            missing.addAll(EVERYWHERE);
            step.send(
                    SqlStatement.plain(
                            subject,
                            subject
                                    + ": its owner and members of it may connect"
                                    + others
                                    + ", everybody else no longer",
                            grantConnect(name, missing),
                            "REVOKE CONNECT ON DATABASE " + name + " FROM PUBLIC"));
        } else if (!missing.isEmpty()) {
            step.send(
                    SqlStatement.plain(
                            subject,
                            subject + ": " + String.join(", ", missing) + " may connect",
                            grantConnect(name, missing)));
        }
    }

    private static String grantConnect(String database, Collection<String> roles) {
        return "GRANT CONNECT ON DATABASE " + database + " TO " + Quoted.names(roles);
    }

    private static Finding halfDropped(String database) {
        return Finding.error(
                "DatabaseHalfDropped",
                subject(database),
                "dropping it was cut short, so PostgreSQL lets nobody into it",
                "Drop it (`ensure: Absent`), then declare it again and restore its data");
    }
}
