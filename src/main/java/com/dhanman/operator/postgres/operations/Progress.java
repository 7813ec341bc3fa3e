package com.dhanman.operator.postgres.operations;

import com.dhanman.operator.api.v1alpha1.PostgresOperationStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What came of one look at the operations of a cluster.
 *
 * @param operations for the status, which has to be written before the next look
 * @param step that was taken, or why none was
 * @param again when to look again even if nothing is seen to change
 */
public record Progress(
        List<PostgresOperationStatus> operations, NextStep step, Optional<Duration> again) {}
