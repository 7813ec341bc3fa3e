package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Where a backup is. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!has(self.object) || !has(self.backup) && !has(self.folder)",
        message = "object stands alone: take backup and folder out, or object")
public record RestoreSource(
        /** BackupSchedule in the same namespace, of whose target and name the backup is. */
        @Required @Size(min = 1, max = 40) String schedule,
        /**
         * Name of the backup, such as `20260115_203000`; also that of an incomplete one which has
         * the database. Default: the latest complete one that has it.
         */
        @Size(min = 15, max = 15)
                @ValidationRule(
                        value = "self.matches('^[0-9]{8}_[0-9]{6}$')",
                        message = "backup must be the name of a backup, such as 20260115_203000")
                String backup,
        /**
         * Folder of the cluster that the backup is of, such as `dhanman-prod/main-3f2a9c1e`: that
         * of a predecessor, or of another cluster. Default: the one that the schedule writes to
         * now.
         */
        @Size(min = 1, max = 512)
                @ValidationRule(
                        value =
                                "self.matches('^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*$')",
                        message =
                                "folder must be folders with '/' between, such as"
                                        + " dhanman-prod/main-3f2a9c1e")
                String folder,
        /**
         * Name of an object in the bucket that somebody else's script made, in place of a backup
         * with a manifest: a dump in PostgreSQL's custom format or in SQL, packed by gzip or not.
         * Example: `postgresql/prod-dhanman-sales_20240115_020000.backup.gz`.
         */
        @Size(min = 1, max = 1024) String object) {}
