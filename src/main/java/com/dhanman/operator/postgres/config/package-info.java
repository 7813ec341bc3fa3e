/**
 * What PostgreSQL and Patroni are told: settings, access rules, Patroni's file and its dynamic
 * configuration, checked and with every default filled in. Pure: the same spec gives the same text.
 */
package com.dhanman.operator.postgres.config;
