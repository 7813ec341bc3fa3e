package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * How backups are proven: the newest, if it is fresh, is restored into a PostgreSQL of a pod's own,
 * its indexes and tables are checked, assertions are asked, and all is thrown away.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackupVerification(
        /**
         * When, as in crontab and in the schedule's time zone, after the backup that is to be
         * proven. Example: `0 5 * * 0`, each Sunday at five.
         */
        @Required
                @Size(min = 6, max = 100)
                @ValidationRule(value = Crontab.FITS, message = Crontab.FITS_TEXT)
                String schedule,
        /** What must be true of the data. Default: nothing but that it is whole. */
        @Size(max = 50) List<BackupAssertion> assertions,
        /**
         * Volume that the databases are restored into, and that goes with the pod. Default: of the
         * size and StorageClass of the cluster's own.
         */
        BackupScratch storage,
        /** Seconds that it may take. Default: 21600, which is six hours. */
        @Min(60) @Max(604800) Long activeDeadlineSeconds,
        /**
         * CPU and memory of its pod. Default: requests of 250m CPU and 512Mi, a limit of 1Gi and
         * none for CPU.
         */
        @ValidationRule(value = Limits.MEMORY_FITS, message = Limits.MEMORY_FITS_TEXT)
                @ValidationRule(value = Limits.CPU_FITS, message = Limits.CPU_FITS_TEXT)
                Resources resources) {}
