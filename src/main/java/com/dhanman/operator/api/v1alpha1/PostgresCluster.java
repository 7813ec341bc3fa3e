package com.dhanman.operator.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * A PostgreSQL cluster: a primary and its replicas, with databases, roles, TLS and failover. It
 * becomes a StatefulSet for each instance, run by Patroni, Services `NAME-rw` (the primary),
 * `NAME-ro` (replicas) and `NAME-r` (all), and a Secret for each database that holds everything a
 * client needs to connect. What is done once, rather than declared, is asked for by an annotation,
 * whose value is a token, or an instance, `@` and a token; a token is any text that was not used
 * before, such as the time, and the same value is never carried out twice. `status.operations`
 * tells the outcome. `platform.dhanman.com/switchover`: makes that instance the primary, or the
 * best replica. `platform.dhanman.com/restart`: restarts that instance, or all, replicas first.
 * `platform.dhanman.com/reinitialize`: throws the data of that replica away and clones it anew.
 * `platform.dhanman.com/rotate-passwords`: makes new passwords for all roles whose passwords were
 * made here; value: a token. `platform.dhanman.com/paused: "true"` leaves everything as it is.
 */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Kind("PostgresCluster")
@Plural("postgresclusters")
@ShortNames("dpg")
@AdditionalPrinterColumn(name = "Version", jsonPath = ".status.version", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.ready", type = Type.STRING)
@AdditionalPrinterColumn(name = "Primary", jsonPath = ".status.primary", type = Type.STRING)
@AdditionalPrinterColumn(name = "Replication", jsonPath = ".status.replication", type = Type.STRING)
@AdditionalPrinterColumn(
        name = "Reason",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
        type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@AdditionalPrinterColumn(
        name = "Timeline",
        jsonPath = ".status.timeline",
        type = Type.INTEGER,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Storage",
        jsonPath = ".spec.storage.size",
        type = Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Message",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
        type = Type.STRING,
        priority = 1)
public class PostgresCluster extends CustomResource<PostgresClusterSpec, PostgresClusterStatus>
        implements Namespaced {}
