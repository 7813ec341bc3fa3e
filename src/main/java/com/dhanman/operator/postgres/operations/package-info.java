/**
 * What is done to instances: operations that annotations ask for, rolling restarts, repair. {@link
 * com.dhanman.operator.postgres.operations.NextStep} decides on one step at a time and is pure;
 * {@link com.dhanman.operator.postgres.operations.Operations} carries it out.
 */
package com.dhanman.operator.postgres.operations;
