package com.dhanman.operator.backup;

import com.dhanman.operator.api.v1alpha1.BackupSchedule;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.Restore;
import java.util.Optional;

/**
 * All that a plan is made from.
 *
 * @param schedule whose backup it is, if it is there
 * @param cluster that gets the database, if it is there
 */
public record RestoreInputs(
        Restore restore, Optional<BackupSchedule> schedule, Optional<PostgresCluster> cluster) {}
