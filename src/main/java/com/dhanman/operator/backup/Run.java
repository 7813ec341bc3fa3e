package com.dhanman.operator.backup;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Job of a schedule, as it was last seen.
 *
 * @param job its name
 * @param settings fingerprint of the settings that it works with
 * @param ended how it ended; empty while it runs
 * @param report what the last of its pods that has ended says; of a Job that runs, of a try that
 *     has failed
 * @param waits why the pod that should run does not, if so
 */
record Run(
        String job,
        Task task,
        String settings,
        Instant started,
        Optional<Ended> ended,
        Optional<Report> report,
        Optional<String> waits) {
    private static final String JOB_LABEL = "batch.kubernetes.io/job-name";

    /** The end of a Job. */
    record Ended(Instant at, boolean succeeded) {}

    static final Comparator<Run> BY_END =
            Comparator.comparing((Run run) -> run.ended().orElseThrow().at())
                    .thenComparing(Run::job);

    /** All that there are, of all tasks. */
    static List<Run> of(List<Job> jobs, List<Pod> pods) {
        return jobs.stream()
                .filter(job -> task(job).isPresent())
                .map(job -> of(job, podsOf(job, pods)))
                .toList();
    }

    private static Run of(Job job, List<Pod> pods) {
        Optional<Ended> ended = ended(job);
        return new Run(
                job.getMetadata().getName(),
                task(job).orElseThrow(),
                annotation(job, BackupNames.SETTINGS),
                Instant.parse(
                        job.getStatus() == null || job.getStatus().getStartTime() == null
                                ? job.getMetadata().getCreationTimestamp()
                                : job.getStatus().getStartTime()),
                ended,
                report(pods)
                        .or(() -> ended.filter(it -> !it.succeeded()).map(it -> withoutPods(job))),
                ended.isPresent() ? Optional.empty() : PodWait.of(pods));
    }

    private static Optional<Task> task(Job job) {
        String label =
                job.getMetadata().getLabels() == null
                        ? null
                        : job.getMetadata().getLabels().get(BackupNames.TASK_LABEL);
        return Stream.of(Task.values()).filter(it -> it.label().equals(label)).findFirst();
    }

    private static String annotation(Job job, String name) {
        Map<String, String> annotations = job.getMetadata().getAnnotations();
        return annotations == null ? null : annotations.get(name);
    }

    private static List<Pod> podsOf(Job job, List<Pod> pods) {
        return pods.stream()
                .filter(
                        pod ->
                                job.getMetadata()
                                        .getName()
                                        .equals(pod.getMetadata().getLabels().get(JOB_LABEL)))
                .toList();
    }

    private static Optional<Ended> ended(Job job) {
        return conditions(job)
                .filter(it -> List.of("Complete", "Failed").contains(it.getType()))
                .findFirst()
                .map(
                        it ->
                                new Ended(
                                        Instant.parse(it.getLastTransitionTime()),
                                        it.getType().equals("Complete")));
    }

    private static Stream<JobCondition> conditions(Job job) {
        return job.getStatus() == null
                ? Stream.empty()
                : job.getStatus().getConditions().stream()
                        .filter(it -> "True".equals(it.getStatus()));
    }

    private static Optional<Report> report(List<Pod> pods) {
        return pods.stream()
                .flatMap(pod -> terminated(pod).stream())
                .max(Comparator.comparing(it -> Instant.parse(it.getFinishedAt())))
                .map(Run::report);
    }

    private static Optional<ContainerStateTerminated> terminated(Pod pod) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getContainerStatuses().stream()
                        .filter(it -> it.getName().equals(JobPod.CONTAINER))
                        .map(ContainerStatus::getState)
                        .map(it -> it == null ? null : it.getTerminated())
                        .filter(it -> it != null && it.getFinishedAt() != null)
                        .findFirst();
    }

    private static Report report(ContainerStateTerminated end) {
        if ("OOMKilled".equals(end.getReason())) {
            return Report.failure(
                    "OutOfMemory",
                    "The run needed more memory than it may have. Raise"
                            + " spec.resources.limits.memory.");
        }
        return Report.read(end.getMessage())
                .orElseGet(
                        () ->
                                Report.failure(
                                        "Crashed",
                                        "The run ended with exit code %d and did not say why: %s"
                                                .formatted(end.getExitCode(), last(end))));
    }

    private static String last(ContainerStateTerminated end) {
        String said = String.valueOf(end.getMessage()).strip();
        return said.substring(said.lastIndexOf('\n') + 1);
    }

    private static Report withoutPods(Job job) {
        String why =
                conditions(job)
                        .filter(it -> it.getType().equals("Failed"))
                        .map(it -> it.getReason() + ": " + it.getMessage())
                        .findFirst()
                        .orElse("no reason given");
        return Report.failure(
                "JobFailed",
                "Kubernetes gave the Job %s up, and its pods are gone (%s). Take a backup by the annotation %s."
                        .formatted(job.getMetadata().getName(), why, BackupNames.BACKUP_NOW));
    }

    /** Whether a try has failed and another follows; one that has succeeded ends the Job soon. */
    boolean triesAgain() {
        return ended.isEmpty() && report.filter(it -> !it.succeeded()).isPresent();
    }

    /** Whether it is the schedule's or was asked for, rather than a look at the target. */
    boolean isBackup() {
        return task == Task.RUN;
    }
}
