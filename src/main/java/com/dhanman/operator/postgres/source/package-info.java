/**
 * A server outside of the cluster that it begins as a standby of: whether it can be copied, how far
 * the copy is, when the cluster may leave it, and what to tell of all that.
 */
package com.dhanman.operator.postgres.source;
