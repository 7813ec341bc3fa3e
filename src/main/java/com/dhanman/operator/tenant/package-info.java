/**
 * TenantEnvironment: {@code TenantResolver} reads the caches, {@code TenantPlan} makes the
 * namespace and a DhanmanService for each declared service, {@code TenantStatusOf} sums up how they
 * are.
 */
package com.dhanman.operator.tenant;
