package com.dhanman.operator.api;

import static com.dhanman.operator.testkit.DryRun.assertRefused;

import com.dhanman.operator.testkit.DryRun;
import com.dhanman.operator.testkit.RunningOperator;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API server says to schedules that cannot be, and that it takes those that can. */
@ExtendWith(RunningOperator.class)
class BackupValidationIT {
    private static final String B2 = "{preset: b2, bucket: dhanman-backups, secret: b2}";

    private final KubernetesClient client;
    private final DryRun schedules;

    BackupValidationIT(KubernetesClient client) {
        this.client = client;
        this.schedules = new DryRun(client, "BackupSchedule", "default");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    schedule: "0 2 * * *", cluster: ''                  | spec.cluster | at least 1 chars long
                    schedule: "0 2 * *"                                 | spec.schedule | schedule must be five fields as in crontab
                    schedule: "TZ=UTC 0 2 * * *"                        | spec.schedule | the time zone goes into timeZone
                    schedule: "@every 1h"                               | spec.schedule | schedule must be five fields as in crontab
                    schedule: "0 2 * * *", timeZone: '+05:30'           | spec.timeZone | timeZone must be a name of the IANA time zone database
                    schedule: "0 2 * * *", databases: []                | spec.databases | at least 1 items
                    schedule: "0 2 * * *", databases: [a, b, a]         | spec.databases | databases must name each database once
                    schedule: "0 2 * * *", keep: {}                     | spec.keep | keep needs a rule, such as days: 30
                    schedule: "0 2 * * *", keep: {minSuccessful: 3}     | spec.keep | keep needs a rule
                    schedule: "0 2 * * *", keep: {days: 0}              | spec.keep.days | greater than or equal to 1
                    schedule: "0 2 * * *", keep: {days: 30, minVerified: 2} | spec | keep.minVerified needs verify
                    schedule: "0 2 * * *", encryption: {}               | spec.encryption.recipients | Required value
                    schedule: "0 2 * * *", encryption: {recipients: [ssh-ed25519]} | spec.encryption.recipients | recipients must be public keys of age
                    schedule: "0 2 * * *", encryption: {recipients: [age1kunwgm3a37fg692wa899ljfx4czkuxau37u45l8q3r9qzy5yuausrgzepn]}, verify: {schedule: "@daily"} | spec | verify needs encryption.identitySecret
                    schedule: "0 2 * * *", verify: {}                   | spec.verify.schedule | Required value
                    schedule: "0 2 * * *", verify: {schedule: weekly}   | spec.verify.schedule | schedule must be five fields as in crontab
                    schedule: "0 2 * * *", verify: {schedule: "@weekly", assertions: [{sql: select true}]} | spec.verify.assertions[0].database | Required value
                    schedule: "0 2 * * *", databases: [a], verify: {schedule: "@weekly", assertions: [{database: b, sql: select true}]} | spec | verify.assertions must be about databases that are backed up
                    schedule: "0 2 * * *", verify: {schedule: "@weekly", storage: {size: 50}} | spec.verify.storage.size | a number without a unit is bytes
                    schedule: "0 2 * * *", activeDeadlineSeconds: 10    | spec.activeDeadlineSeconds | greater than or equal to 60
                    schedule: "0 2 * * *", startingDeadlineSeconds: 10  | spec.startingDeadlineSeconds | greater than or equal to 60
                    schedule: "0 2 * * *", resources: {requests: {memory: 2Gi}, limits: {memory: 1Gi}} | spec.resources | requests.memory must not be more than limits.memory
                    """)
    void aBadScheduleIsRefused(String spec, String field, String message) {
        String cluster = spec.contains("cluster:") ? "" : ", cluster: main";
        assertRefused(
                () ->
                        schedules.create(
                                "nightly", "{%s%s, target: %s}".formatted(spec, cluster, B2)),
                field,
                message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {bucket: backups, secret: s}                                  | spec.target | set endpoint, such as https://s3.example.com, or preset: b2
                    {preset: gcs, bucket: backups, secret: s}                     | spec.target.preset | supported values: "b2", "s3"
                    {preset: b2, secret: s}                                       | spec.target.bucket | Required value
                    {preset: b2, bucket: backups}                                 | spec.target.secret | Required value
                    {preset: b2, bucket: Backups, secret: s}                      | spec.target.bucket | bucket must be the name of a bucket
                    {preset: b2, bucket: backups, secret: s, endpoint: 'https://backups.example.com'} | spec.target | with preset b2 leave endpoint out
                    {endpoint: s3.example.com, bucket: backups, secret: s}        | spec.target.endpoint | endpoint must be an address without the bucket
                    {preset: b2, bucket: backups, secret: s, prefix: /a}          | spec.target.prefix | prefix must be folders
                    {preset: b2, bucket: backups, secret: s, prefix: a/../b}      | spec.target.prefix | prefix must be folders
                    {preset: b2, bucket: backups, secret: s, bandwidth: 10}       | spec.target.bandwidth | a number without a unit is bytes
                    """)
    void aBadTargetIsRefused(String target, String field, String message) {
        assertRefused(
                () ->
                        schedules.create(
                                "nightly",
                                "{cluster: main, schedule: '0 2 * * *', target: %s}"
                                        .formatted(target)),
                field,
                message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "schedule: '0 2 * * *'",
                "schedule: '@daily', timeZone: America/Argentina/Buenos_Aires",
                "schedule: '*/15 8-18 ? * MON-FRI', suspend: true, databases: [a, prod-dhanman-sales]",
                "schedule: '0 2 * * *', databases: [a], verify: {schedule: '@weekly', assertions: [{database: a, sql: select true}], storage: {size: 50Gi}}",
                "schedule: '0 2 * * *', encryption: {recipients: [age1kunwgm3a37fg692wa899ljfx4czkuxau37u45l8q3r9qzy5yuausrgzepn]}",
                "schedule: '0 2 * * *', keep: {last: 7, days: 30, hourly: 24, daily: 14, weekly: 8, monthly: 12, yearly: 5, minSuccessful: 5, dryRun: true}",
            })
    void aGoodScheduleIsTaken(String spec) {
        schedules.create("nightly", "{cluster: main, %s, target: %s}".formatted(spec, B2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{preset: b2, bucket: backups, secret: s, region: us-west-004}",
                "{preset: b2, bucket: backups, secret: s, endpoint: 'https://s3.us-west-004.backblazeb2.com'}",
                "{endpoint: 'http://minio.minio.svc:9000', bucket: backups, secret: s, prefix: a/b.c, bandwidth: 10Mi}",
            })
    void aGoodTargetIsTaken(String target) {
        schedules.create(
                "nightly", "{cluster: main, schedule: '0 2 * * *', target: %s}".formatted(target));
    }

    @Test
    void theClusterStays() {
        var stored =
                schedules.resource(
                        "stays",
                        "{cluster: main, schedule: '0 2 * * *', target: %s}".formatted(B2));
        client.resource(stored).create();
        try {
            assertRefused(
                    () ->
                            schedules.apply(
                                    "stays",
                                    "{cluster: other, schedule: '0 2 * * *', target: %s}"
                                            .formatted(B2)),
                    "spec.cluster",
                    "cluster cannot be changed");
        } finally {
            client.resource(stored).delete();
        }
    }
}
