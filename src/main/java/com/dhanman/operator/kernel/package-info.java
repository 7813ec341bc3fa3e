/**
 * What all resources share: desired objects, the one writer of them, conditions, findings, names
 * and labels.
 */
package com.dhanman.operator.kernel;
