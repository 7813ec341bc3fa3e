package com.dhanman.operator.service;

import com.dhanman.operator.api.v1alpha1.DhanmanService;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.kernel.EnvironmentSettings;
import java.util.List;
import java.util.Optional;

/**
 * All that a plan is made from.
 *
 * @param service the service as declared
 * @param environment settings of the environment whose namespace it is in, if there is one
 * @param clusters databases' clusters in its namespace
 */
public record ServiceInputs(
        DhanmanService service,
        Optional<EnvironmentSettings> environment,
        List<PostgresCluster> clusters) {}
