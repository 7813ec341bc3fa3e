package com.dhanman.operator.backup;

import com.dhanman.operator.api.v1alpha1.BackupSchedule;
import com.dhanman.operator.api.v1alpha1.BackupScheduleStatus;
import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.kernel.Applied;
import com.dhanman.operator.kernel.Plan;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A schedule at two each night, its cluster, and Jobs that tests make up. */
final class Schedules {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    final BackupSchedule schedule;
    PostgresCluster cluster =
            YAML.unmarshal(
                    """
                    metadata: {name: main, namespace: prod, uid: 3f2a9c1e-5b7d-4c68-9d11-0a6f2e4b8c90}
                    spec: {storage: {size: 1Gi}}
                    status: {image: "postgres:18", conditions: [{type: PrimaryReady, status: "True"}]}
                    """,
                    PostgresCluster.class);
    String lastScheduled;
    final List<Job> jobs = new ArrayList<>();
    final List<Pod> pods = new ArrayList<>();

    private Schedules(BackupSchedule schedule) {
        this.schedule = schedule;
    }

    /** With these fields beside the ones that it must have. */
    static Schedules with(String... fields) {
        String more = String.join("\n", fields);
        String spec =
                """
                metadata: {name: nightly, namespace: prod, generation: 1, uid: u}
                spec:
                  cluster: main
                  schedule: "0 2 * * *"
                  target: {preset: b2, bucket: dhanman-backups, secret: b2}
                """;
        String own = more.startsWith("schedule:") ? spec.replaceFirst("  schedule.*\\n", "") : spec;
        return new Schedules(YAML.unmarshal(own + more.indent(2), BackupSchedule.class));
    }

    BackupInputs inputs() {
        return new BackupInputs(schedule, Optional.ofNullable(cluster));
    }

    BackupSettings settings() {
        return BackupPlan.settings(inputs()).orElseThrow();
    }

    Schedules annotated(String name, String value) {
        schedule.getMetadata().setAnnotations(Map.of(name, value));
        return this;
    }

    /** A Job that runs. */
    Schedules running(Task task, String name, String started) {
        jobs.add(job(task, name, started, ""));
        return this;
    }

    /** A Job that has ended, with what its pod said. */
    Schedules ended(Task task, String name, String finished, String message) {
        boolean succeeded = message.contains("\"Succeeded\"");
        jobs.removeIf(it -> it.getMetadata().getName().equals(name));
        jobs.add(
                job(
                        task,
                        name,
                        Instant.parse(finished).minusSeconds(60).toString(),
                        ", conditions: [{type: %s, status: 'True', lastTransitionTime: '%s', reason: Why, message: because}]"
                                .formatted(succeeded ? "Complete" : "Failed", finished)));
        return message.isEmpty() ? this : pod(name, finished, message, succeeded ? 0 : 1);
    }

    Schedules pod(String job, String finished, String message, int exitCode) {
        Pod pod =
                YAML.unmarshal(
                        """
                        metadata: {name: %s-%d, labels: {batch.kubernetes.io/job-name: %s}}
                        status:
                          containerStatuses:
                            - name: backup
                              state: {terminated: {exitCode: %d, reason: Error, finishedAt: '%s'}}
                        """
                                .formatted(job, pods.size(), job, exitCode, finished),
                        Pod.class);
        pod.getStatus()
                .getContainerStatuses()
                .getFirst()
                .getState()
                .getTerminated()
                .setMessage(message);
        pods.add(pod);
        return this;
    }

    Schedules waiting(String job, String reason, String message) {
        pods.add(
                YAML.unmarshal(
                        """
                        metadata: {name: %s-w, labels: {batch.kubernetes.io/job-name: %s}}
                        status:
                          containerStatuses:
                            - {name: backup, state: {waiting: {reason: %s, message: %s}}}
                        """
                                .formatted(job, job, reason, message),
                        Pod.class));
        return this;
    }

    private Job job(Task task, String name, String started, String more) {
        return YAML.unmarshal(
                """
                metadata:
                  name: %s
                  creationTimestamp: '%s'
                  labels: {platform.dhanman.com/backup-task: %s}
                  annotations: {platform.dhanman.com/backup-settings: '%s'}
                status: {startTime: '%s'%s}
                """
                        .formatted(
                                name,
                                started,
                                task.label(),
                                JobFile.fingerprint(settings()),
                                started,
                                more),
                Job.class);
    }

    /** Kubernetes removes old Jobs. */
    Schedules forgotten() {
        jobs.clear();
        pods.clear();
        return this;
    }

    /** One look; the status becomes the schedule's. */
    BackupScheduleStatus look(String now) {
        Instant time = Instant.parse(now);
        Plan plan = BackupPlan.of(inputs());
        Optional<BackupSettings> settings = BackupPlan.settings(inputs());
        Due due =
                settings.isPresent()
                        ? Due.of(schedule, settings.get(), cluster, time)
                        : Due.nothing(schedule.getStatus());
        BackupScheduleStatus status =
                BackupStatusOf.of(
                        new BackupStatusOf.Seen(
                                schedule,
                                settings,
                                plan,
                                Applied.NOTHING,
                                Optional.of(cronJob()),
                                Run.of(jobs, pods),
                                due,
                                List.of()),
                        time);
        schedule.setStatus(status);
        return status;
    }

    private CronJob cronJob() {
        return YAML.unmarshal(
                lastScheduled == null
                        ? "{}"
                        : "status: {lastScheduleTime: '%s'}".formatted(lastScheduled),
                CronJob.class);
    }

    /** What a run that succeeded says. */
    static String success(String backup, String started, String finished, String... more) {
        return """
                {"outcome":"Succeeded","backup":"%s","manifest":"m/%s.json","started":"%s","finished":"%s","databases":6,\
                "bytes":1288490189,"source":"replica","lsn":"0/3000000","target":"Reachable",\
                "retention":{"backups":9,"bytes":10737418240,"oldest":"2026-01-01T02:00:00Z","newest":"2026-01-15T02:00:00Z","removed":1,"locked":0}%s}"""
                .formatted(backup, backup, started, finished, String.join("", more));
    }

    static String failure(String reason) {
        return "{\"outcome\":\"Failed\",\"reason\":\"%s\",\"message\":\"It went wrong. Mend it.\"}"
                .formatted(reason);
    }
}
