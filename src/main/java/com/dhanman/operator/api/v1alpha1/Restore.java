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
 * One database of a backup, restored into a new database of a PostgresCluster, or all into a
 * cluster that was made anew. It is carried out once, by a Job of the same name; nothing that is
 * there is written over. A database has its name only when all of it is there. To try again after a
 * failure delete the Job; when the Restore is deleted the databases stay.
 */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Kind("Restore")
@Plural("restores")
@ShortNames("drst")
@AdditionalPrinterColumn(name = "Cluster", jsonPath = ".spec.cluster", type = Type.STRING)
@AdditionalPrinterColumn(name = "Database", jsonPath = ".spec.database", type = Type.STRING)
@AdditionalPrinterColumn(name = "Into", jsonPath = ".spec.into", type = Type.STRING)
@AdditionalPrinterColumn(name = "Backup", jsonPath = ".status.backup", type = Type.STRING)
@AdditionalPrinterColumn(name = "Duration", jsonPath = ".status.duration", type = Type.STRING)
@AdditionalPrinterColumn(
        name = "Reason",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
        type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@AdditionalPrinterColumn(
        name = "Message",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
        type = Type.STRING,
        priority = 1)
public class Restore extends CustomResource<RestoreSpec, RestoreStatus> implements Namespaced {}
