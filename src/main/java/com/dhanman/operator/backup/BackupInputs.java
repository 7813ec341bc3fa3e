package com.dhanman.operator.backup;

import com.dhanman.operator.api.v1alpha1.BackupSchedule;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import java.util.Optional;

/**
 * All that a plan is made from.
 *
 * @param cluster the cluster that it names, if there is one
 */
public record BackupInputs(BackupSchedule schedule, Optional<PostgresCluster> cluster) {}
