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
 * Backups of a PostgresCluster's databases to S3, taken on a schedule. It becomes a CronJob of the
 * same name. A run counts only when its manifest, which is written last, is in the bucket. To take
 * one now: `kubectl create job --from=cronjob/NAME NAME-1`, or the annotation
 * `platform.dhanman.com/backup-now`, whose value is a token: any text that was not used before,
 * such as the time; the same value is never carried out twice. With `verify` there is a CronJob
 * `NAME-verify` too, and the annotation `platform.dhanman.com/verify-now`.
 * `platform.dhanman.com/paused: "true"` leaves everything as it is. When it is deleted, what is in
 * the bucket stays.
 */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Kind("BackupSchedule")
@Plural("backupschedules")
@ShortNames("bsch")
@AdditionalPrinterColumn(name = "Cluster", jsonPath = ".spec.cluster", type = Type.STRING)
@AdditionalPrinterColumn(name = "Schedule", jsonPath = ".spec.schedule", type = Type.STRING)
@AdditionalPrinterColumn(
        name = "Last Success",
        jsonPath = ".status.lastSuccess.finished",
        type = Type.DATE)
@AdditionalPrinterColumn(name = "Size", jsonPath = ".status.lastSuccess.size", type = Type.STRING)
@AdditionalPrinterColumn(
        name = "Verified",
        jsonPath = ".status.verified.finished",
        type = Type.DATE)
@AdditionalPrinterColumn(name = "Next", jsonPath = ".status.nextRun", type = Type.STRING)
@AdditionalPrinterColumn(
        name = "Fresh",
        jsonPath = ".status.conditions[?(@.type==\"BackupFresh\")].status",
        type = Type.STRING)
@AdditionalPrinterColumn(
        name = "Reason",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
        type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@AdditionalPrinterColumn(
        name = "Restore Time",
        jsonPath = ".status.verified.restoreTime",
        type = Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Failures",
        jsonPath = ".status.failuresInARow",
        type = Type.INTEGER,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Backups",
        jsonPath = ".status.retention.backups",
        type = Type.INTEGER,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Target",
        jsonPath = ".status.target",
        type = Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Message",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
        type = Type.STRING,
        priority = 1)
public class BackupSchedule extends CustomResource<BackupScheduleSpec, BackupScheduleStatus>
        implements Namespaced {}
