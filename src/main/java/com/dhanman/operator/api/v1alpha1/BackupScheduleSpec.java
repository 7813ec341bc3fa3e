package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What is backed up, when, to where, and for how long it is kept. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!has(self.keep) || !has(self.keep.minVerified) || has(self.verify)",
        message =
                "keep.minVerified needs verify: nothing would ever be proven, and so nothing removed")
@ValidationRule(
        value =
                "!has(self.verify) || !has(self.verify.assertions) || !has(self.databases) ||"
                        + " self.verify.assertions.all(it, it.database in self.databases)",
        message = "verify.assertions must be about databases that are backed up: see databases")
@ValidationRule(
        value = "!has(self.verify) || !has(self.encryption) || has(self.encryption.identitySecret)",
        message =
                "verify needs encryption.identitySecret, or nothing could read what is to be proven")
public record BackupScheduleSpec(
        /**
         * PostgresCluster in the same namespace. It cannot be changed: the backups of another
         * cluster are another schedule's.
         */
        @Required
                @Size(min = 1, max = 40)
                @ValidationRule(
                        value = "self == oldSelf",
                        message =
                                "cluster cannot be changed: make another BackupSchedule for another"
                                        + " cluster")
                String cluster,
        /**
         * When, as in crontab: minute, hour, day of the month, month, day of the week. Example: `0
         * 2 * * *`, at two each night. In a time zone with daylight saving a time between one and
         * three in the morning may be left out once a year, and come twice once.
         */
        @Required
                @Size(min = 6, max = 100)
                @ValidationRule(value = Crontab.FITS, message = Crontab.FITS_TEXT)
                String schedule,
        /** Time zone of `schedule`, such as `Asia/Kolkata`. Default: Etc/UTC. */
        @Size(min = 1, max = 64)
                @ValidationRule(
                        value = "self.matches('^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$')",
                        message =
                                "timeZone must be a name of the IANA time zone database, such as"
                                        + " Asia/Kolkata or Etc/UTC")
                String timeZone,
        /**
         * True starts no more runs; one that runs goes on. The condition BackupFresh becomes False
         * when the latest backup is too old. Default: false.
         */
        Boolean suspend,
        /**
         * Databases that are backed up. One that is not there makes the run fail, after the others
         * were dumped. Default: all but templates, those included that are made later.
         */
        @Size(min = 1, max = 100)
                @ValidationRule(
                        value = "self.all(it, self.filter(other, other == it).size() == 1)",
                        message = "databases must name each database once")
                List<@Size(min = 1, max = 63) String> databases,
        /** Where to. */
        @Required BackupTarget target,
        /**
         * Encryption on the way into the bucket. Default: none but the connection's, and what the
         * bucket does itself.
         */
        BackupEncryption encryption,
        /** What is kept for how long. Default: everything, for ever. */
        BackupRetention keep,
        /** How backups are proven by restoring them. Default: not at all. */
        BackupVerification verify,
        /**
         * Seconds after its time in which a run may still start, where the cluster or Kubernetes
         * was down then. Default: 3600.
         */
        @Min(60) @Max(604800) Long startingDeadlineSeconds,
        /** Seconds that a run may take. Default: 21600, which is six hours. */
        @Min(60) @Max(604800) Long activeDeadlineSeconds,
        /**
         * CPU and memory of a run. Default: requests of 50m CPU and 128Mi, a limit of 512Mi and
         * none for CPU. Large clusters with a hundred thousand tables need more memory.
         */
        @ValidationRule(value = Limits.MEMORY_FITS, message = Limits.MEMORY_FITS_TEXT)
                @ValidationRule(value = Limits.CPU_FITS, message = Limits.CPU_FITS_TEXT)
                Resources resources) {}
