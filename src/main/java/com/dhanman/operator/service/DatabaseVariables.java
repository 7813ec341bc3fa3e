package com.dhanman.operator.service;

import com.dhanman.operator.api.v1alpha1.EnvVar;
import com.dhanman.operator.api.v1alpha1.EnvVarSource;
import com.dhanman.operator.api.v1alpha1.KeyReference;
import com.dhanman.operator.api.v1alpha1.Runtime;
import com.dhanman.operator.kernel.DatabaseReference;
import java.util.ArrayList;
import java.util.List;

/** The environment variables by which programs find their database. */
final class DatabaseVariables {
    /** Where the Secrets' connection strings say that the authority's certificate is. */
    static final String AUTHORITY_DIRECTORY = "/etc/dhanman/postgres";

    static final String AUTHORITY_FILE = "ca.crt";

    private final Database.Usable database;

    private DatabaseVariables(Database.Usable database) {
        this.database = database;
    }

    static List<EnvVar> of(Database database, Runtime runtime) {
        if (!(database instanceof Database.Usable usable)) {
            return List.of();
        }
        DatabaseVariables variables = new DatabaseVariables(usable);
        return runtime == Runtime.AspNet ? variables.aspNet() : variables.container();
    }

    private List<EnvVar> aspNet() {
        List<EnvVar> variables = new ArrayList<>();
        variables.addAll(connection("Default", database.pooled() ? "npgsql-pooler" : "npgsql"));
        variables.addAll(
                connection("Write", database.pooled() ? "npgsql-pooler" : "npgsql-multihost"));
        variables.addAll(connection("Read", "npgsql-ro"));
        return variables;
    }

    /**
     * A connection string. The Secret is the database's and may serve many services, so a pool size
     * of the service's own is put behind what it holds: the later of two keywords wins.
     */
    private List<EnvVar> connection(String name, String key) {
        String variable = "ConnectionStrings__%sConnection".formatted(name);
        if (database.poolSize().isEmpty()) {
            return List.of(secret(variable, key));
        }
        int size = database.poolSize().get();
        String whole = "DATABASE_" + name.toUpperCase(java.util.Locale.ROOT);
        // Npgsql refuses a minimum above the maximum, and the Secret's minimum is more than 1.
        String minimum = size == 1 && !database.pooled() ? ";Minimum Pool Size=1" : "";
        return List.of(
                secret(whole, key),
                value(variable, "$(%s);Maximum Pool Size=%d%s".formatted(whole, size, minimum)));
    }

    /** By the names that hosters and libpq use. */
    private List<EnvVar> container() {
        return List.of(
                secret("DATABASE_URL", database.pooled() ? "uri-pooler" : "uri"),
                secret("DATABASE_URL_RO", "uri-ro"),
                value(
                        "DATABASE_POOL_SIZE",
                        Integer.toString(database.poolSize().orElse(DatabaseReference.POOL_SIZE))),
                secret("PGHOST", database.pooled() ? "host-pooler" : "host"),
                secret("PGPORT", "port"),
                secret("PGDATABASE", "database"),
                secret("PGUSER", "username"),
                secret("PGPASSWORD", "password"),
                value("PGSSLMODE", "verify-full"),
                value("PGSSLROOTCERT", AUTHORITY_DIRECTORY + "/" + AUTHORITY_FILE));
    }

    private EnvVar secret(String name, String key) {
        return new EnvVar(
                name, null, new EnvVarSource(new KeyReference(database.secret(), key, null), null));
    }

    private static EnvVar value(String name, String value) {
        return new EnvVar(name, value, null);
    }
}
