package com.dhanman.operator.tenant;

import com.dhanman.operator.api.v1alpha1.DhanmanService;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.TenantEnvironment;
import java.util.List;

/**
 * All that a plan is made from.
 *
 * @param environment the environment as declared
 * @param services services in its namespace, declared in it or not
 * @param clusters databases' clusters in its namespace, declared in it or not
 * @param namespaceStays whether its namespace was made to stay when it is deleted
 */
public record TenantInputs(
        TenantEnvironment environment,
        List<DhanmanService> services,
        List<PostgresCluster> clusters,
        boolean namespaceStays) {}
