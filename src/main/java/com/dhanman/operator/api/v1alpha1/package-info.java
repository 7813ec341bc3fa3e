/**
 * The custom resources as data: fields, their documentation and their validation. No logic, no
 * client. Fields that are absent stay null here; defaults are applied where plans are made.
 */
package com.dhanman.operator.api.v1alpha1;
