/** Backups: a CronJob for each BackupSchedule, and what its runs tell of themselves. */
package com.dhanman.operator.backup;
