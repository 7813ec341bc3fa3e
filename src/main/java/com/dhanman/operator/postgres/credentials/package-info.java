/**
 * What a cluster's servers and clients prove themselves with: an authority and its certificates,
 * passwords, and the Secrets that clients connect by. {@code CredentialStore} makes what has to be
 * generated, through the kernel; everything else is a function of what is given.
 */
package com.dhanman.operator.postgres.credentials;
