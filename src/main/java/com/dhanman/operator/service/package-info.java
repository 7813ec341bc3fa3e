/**
 * DhanmanService: {@code ServiceResolver} reads the caches into {@code ServiceInputs}, {@code
 * ServicePlan} turns these into objects (one file a kind), {@code ServiceStatusOf} tells what came
 * of it.
 */
package com.dhanman.operator.service;
