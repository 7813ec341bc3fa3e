package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** What is restored, from where, and into what. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "self == oldSelf",
        message = "a restore is carried out once and cannot be changed: make another")
@ValidationRule(
        value =
                "self.?all.orValue(false) ? !has(self.database) && !has(self.into) && !has(self.owner)"
                        + " && !has(self.from.object) : has(self.into)",
        message =
                "set into, the name of the database that is made; or all, without into, database, owner"
                        + " and from.object")
@ValidationRule(
        value = "self.?all.orValue(false) || has(self.database) != has(self.from.object)",
        message = "set database, the one of the backup, unless from.object is a dump of one")
@ValidationRule(
        value = "!has(self.from.object) || has(self.owner)",
        message = "from.object needs owner: a dump that others made does not say whose it is")
public record RestoreSpec(
        /** PostgresCluster in the same namespace that gets the new databases. */
        @Required @Size(min = 1, max = 40) String cluster,
        /** The backup. */
        @Required RestoreSource from,
        /**
         * Whether all databases of the backup are restored, under their own names and with the
         * roles that the cluster lacks: into a cluster that was made anew. Databases that are there
         * must be empty, as `databases` of the PostgresCluster makes them; else nothing is touched.
         * Roles that are there stay as they are. The database postgres is left out.
         */
        Boolean all,
        /**
         * Name of the database in the backup; none with `all`, and none with `from.object`, which
         * is one database.
         */
        @Size(min = 1, max = 63) String database,
        /**
         * Name of the database that is made. It must not be there. Example:
         * `prod-dhanman-sales-restored`.
         */
        @Size(min = 1, max = 63)
                @ValidationRule(
                        value = "!(self in ['postgres', 'template0', 'template1'])",
                        message =
                                "into must not be postgres, template0 or template1, which are"
                                        + " PostgreSQL's own: use another")
                @ValidationRule(value = RoleNames.FITS, message = "into " + RoleNames.FITS_TEXT)
                String into,
        /**
         * Role that owns the new database. It must be there, as all roles that own something in it.
         * Default: that of the backup; with `from.object` it must be said.
         */
        @Size(min = 1, max = 63) String owner,
        /** Seconds that it may take. Default: 21600, which is six hours. */
        @Min(60) @Max(604800) Long activeDeadlineSeconds,
        /**
         * CPU and memory of the Job. Default: requests of 50m CPU and 128Mi, a limit of 512Mi and
         * none for CPU.
         */
        @ValidationRule(value = Limits.MEMORY_FITS, message = Limits.MEMORY_FITS_TEXT)
                @ValidationRule(value = Limits.CPU_FITS, message = Limits.CPU_FITS_TEXT)
                Resources resources) {
    /** Whether it is about all databases. */
    public boolean isAll() {
        return Boolean.TRUE.equals(all);
    }
}
