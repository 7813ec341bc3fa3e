package com.dhanman.operator.testkit;

import com.dhanman.operator.api.v1alpha1.Api;
import com.dhanman.operator.api.v1alpha1.BackupSchedule;
import com.dhanman.operator.api.v1alpha1.BackupScheduleStatus;
import com.dhanman.operator.api.v1alpha1.Restore;
import com.dhanman.operator.api.v1alpha1.RestoreStatus;
import com.dhanman.operator.kernel.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;

/** A BackupSchedule in a cluster's namespace, and a bucket of the test cluster's S3 server. */
public final class Backups {
    public static final String NAME = "nightly";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String SECRET = "s3";

    /** Done in a pod of the database, whose image has a client. */
    private static final String PYTHON =
            """
            import sys
            sys.path.insert(0, "/usr/local/lib/dhanman-backup")
            from dhanman_backup.bucket import Bucket
            from dhanman_backup.s3 import S3, Keys
            s3 = S3("http://s3.s3.svc", "us-east-1", Keys("testaccess", "testsecret0123456789"), patience=20)
            bucket = Bucket(s3, "%s")
            %s
            """;

    private final KubernetesClient client;
    private final Database database;
    private final String bucket;

    public Backups(KubernetesClient client, Database database) {
        this.client = client;
        this.database = database;
        this.bucket = database.namespace();
    }

    /** Skips the test where there is no S3 server. */
    public void assumeTarget() {
        Assumptions.assumeTrue(
                client.services().inNamespace("s3").withName("s3").get() != null,
                "backups are taken to the S3 server of the project's own test cluster");
    }

    /** Makes the bucket and the Secret of its keys. */
    public void prepare() {
        python("s3.call('PUT', '/" + bucket + "')");
        keys("testsecret0123456789");
    }

    /** Writes the Secret of the target. */
    public void keys(String secret) {
        secret(SECRET, Map.of("access-key-id", "testaccess", "secret-access-key", secret));
    }

    /** Writes a Secret with one key. */
    public void secret(String name, String key, String value) {
        secret(name, Map.of(key, value));
    }

    private void secret(String name, Map<String, String> data) {
        client.resource(
                        new SecretBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .withNamespace(database.namespace())
                                .endMetadata()
                                .withStringData(data)
                                .build())
                .forceConflicts()
                .serverSideApply();
    }

    /** Applies the schedule, with these fields beside its cluster and target. */
    public void apply(String... fields) {
        client.resource(
                        """
                        apiVersion: platform.dhanman.com/v1alpha1
                        kind: BackupSchedule
                        metadata: {name: %s, namespace: %s}
                        spec:
                          cluster: %s
                          schedule: "0 2 * * *"
                          target: {bucket: %s, endpoint: "http://s3.s3.svc", secret: %s}
                        %s
                        """
                                .formatted(
                                        NAME,
                                        database.namespace(),
                                        Database.NAME,
                                        bucket,
                                        SECRET,
                                        String.join("\n", fields).indent(2)))
                .fieldManager("test")
                .forceConflicts()
                .serverSideApply();
    }

    public BackupSchedule get() {
        return client.resources(BackupSchedule.class)
                .inNamespace(database.namespace())
                .withName(NAME)
                .get();
    }

    /** Waits for the operator to have seen the spec and to say something of it. */
    public BackupScheduleStatus await(Predicate<BackupScheduleStatus> described) {
        return Awaited.until(
                        this::get,
                        it ->
                                it != null
                                        && it.getStatus() != null
                                        && Objects.equals(
                                                it.getStatus().observedGeneration(),
                                                it.getMetadata().getGeneration())
                                        && described.test(it.getStatus()),
                        PATIENCE)
                .getStatus();
    }

    /** Asks for a backup, and gives what came of it. */
    public BackupScheduleStatus backUp(String token) {
        ask(token);
        String job = NAME + "-now-" + token;
        return await(it -> it.lastAttempt() != null && it.lastAttempt().job().equals(job));
    }

    public void ask(String token) {
        annotate("backup-now", token);
    }

    /** Has the newest backup restored and looked at, and gives what came of it. */
    public BackupScheduleStatus verify(String token) {
        annotate("verify-now", token);
        String job = NAME + "-verify-now-" + token;
        return await(
                it -> it.lastVerification() != null && it.lastVerification().job().equals(job));
    }

    private void annotate(String name, String token) {
        client.resources(BackupSchedule.class)
                .inNamespace(database.namespace())
                .withName(NAME)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"annotations\":{\"%s/%s\":\"%s\"}}}"
                                .formatted(Api.GROUP, name, token));
    }

    /** Names of all objects in the bucket. */
    public List<String> objects() {
        return python("print('\\n'.join(it.key for it in bucket.list('')))")
                .lines()
                .filter(it -> !it.isBlank())
                .toList();
    }

    /** The object of a database's dump in the latest backup. */
    public String dump(String database, BackupScheduleStatus status) {
        return objects().stream()
                .filter(
                        it ->
                                it.contains(
                                        "/%s_%s.backup"
                                                .formatted(
                                                        database, status.lastSuccess().backup())))
                .findFirst()
                .orElseThrow();
    }

    /** Names of the backups that count. */
    public List<String> manifests() {
        return objects().stream()
                .filter(it -> it.matches(".*/manifests/nightly/[0-9_]+\\.json"))
                .toList();
    }

    /** What an object begins with, as far as it is text. */
    public String head(String object) {
        return python("print(bucket.get('" + object + "')[:40].decode('ascii', 'replace'))");
    }

    /** Changes one byte in the middle of an object. */
    public void corrupt(String object) {
        python(
                """
                body = bytearray(bucket.get("%s"))
                body[len(body) // 2] ^= 1
                bucket.put("%s", bytes(body))
                """
                        .formatted(object, object));
    }

    /** Restores a dump into a new database, as a person would. */
    public void restore(String object, String into) {
        database.sql(database.primary(), "postgres", "CREATE DATABASE \"" + into + "\"");
        python(
                """
                import subprocess
                dump = bucket.get("%s")
                done = subprocess.run(["pg_restore", "--exit-on-error", "--dbname=%s"], input=dump, capture_output=True)
                sys.exit(done.stderr.decode()) if done.returncode else None
                """
                        .formatted(object, into));
    }

    private String python(String program) {
        return Shell.run(
                "kubectl",
                "exec",
                "-n",
                database.namespace(),
                database.primary() + "-0",
                "-c",
                "postgres",
                "--",
                "python3",
                "-B",
                "-c",
                PYTHON.formatted(bucket, program));
    }

    /** Asks the operator to restore a database. */
    public void askBack(String name, String from, String into) {
        create(name, Database.NAME, "", "database: %s, into: %s".formatted(from, into));
    }

    private void create(String name, String cluster, String from, String what) {
        client.resource(
                        """
                        apiVersion: platform.dhanman.com/v1alpha1
                        kind: Restore
                        metadata: {name: %s, namespace: %s}
                        spec: {cluster: %s, from: {schedule: %s%s}, %s}
                        """
                                .formatted(name, database.namespace(), cluster, NAME, from, what))
                .fieldManager("test")
                .serverSideApply();
    }

    /** Waits for a restore to say something. */
    public RestoreStatus awaitBack(String name, Predicate<RestoreStatus> described) {
        return Awaited.until(
                        () ->
                                client.resources(Restore.class)
                                        .inNamespace(database.namespace())
                                        .withName(name)
                                        .get(),
                        it ->
                                it != null
                                        && it.getStatus() != null
                                        && described.test(it.getStatus()),
                        PATIENCE)
                .getStatus();
    }

    /** Has the operator restore a database, and gives what came of it. */
    public RestoreStatus comeBack(String name, String from, String into) {
        askBack(name, from, into);
        return awaitEnd(name);
    }

    /** Has the operator restore all databases into another cluster, from a folder of the bucket. */
    public RestoreStatus comeBackWhole(String name, String cluster, String folder) {
        create(name, cluster, ", folder: " + folder, "all: true");
        return awaitEnd(name);
    }

    /** The folder that backups are in, for when the cluster that they are of is gone. */
    public String folder() {
        return get().getStatus().target().replace("s3://" + bucket + "/", "");
    }

    /** Stores what a command prints, as somebody's script does. */
    public void store(String object, String command) {
        python(
                """
                import subprocess
                bucket.put("%s", subprocess.run(["sh", "-c", "%s"], stdout=subprocess.PIPE, check=True).stdout)
                """
                        .formatted(object, command));
    }

    /** Has the operator restore what somebody's script has stored. */
    public RestoreStatus comeBackFromObject(String name, String object, String into, String owner) {
        create(
                name,
                Database.NAME,
                ", object: " + object,
                "into: %s, owner: %s".formatted(into, owner));
        return awaitEnd(name);
    }

    private RestoreStatus awaitEnd(String name) {
        return awaitBack(
                name,
                it ->
                        it.finished() != null
                                || Conditions.isTrue(it.conditions(), Conditions.STALLED));
    }

    /** Why a restore is ready, or is not. */
    public static String reason(RestoreStatus status) {
        return Conditions.find(status.conditions(), Conditions.READY).orElseThrow().getReason();
    }

    public static boolean isTrue(BackupScheduleStatus status, String type) {
        return Conditions.isTrue(status.conditions(), type);
    }

    public static Condition condition(BackupScheduleStatus status, String type) {
        return Conditions.find(status.conditions(), type).orElseThrow();
    }
}
