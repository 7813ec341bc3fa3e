package com.dhanman.operator.backup;

import com.dhanman.operator.kernel.Applied;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Optional;

/**
 * What the caches hold of a schedule.
 *
 * @param owned objects that plans name
 */
record Observed(List<HasMetadata> owned, List<Job> jobs, List<Pod> pods) {
    /** The CronJob of backups. */
    Optional<CronJob> cronJob(String schedule, Applied applied) {
        return applied.over(owned, HasMetadata.class).stream()
                .filter(CronJob.class::isInstance)
                .map(CronJob.class::cast)
                .filter(it -> it.getMetadata().getName().equals(schedule))
                .findFirst();
    }

    List<Run> runs() {
        return Run.of(jobs, pods);
    }
}
