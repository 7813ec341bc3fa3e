package com.dhanman.operator.backup;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.kernel.Conditions;
import com.dhanman.operator.kernel.Desired;
import com.dhanman.operator.kernel.Plan;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.List;
import java.util.Optional;

/**
 * What a restore needs to be carried out. The Job itself is none of it: a plan would make it anew
 * when it is gone.
 */
public final class RestorePlan {
    private RestorePlan() {}

    public static Plan of(RestoreInputs inputs) {
        if (inputs.schedule().isEmpty()) {
            return new Plan.Waiting(
                    "AwaitingSchedule",
                    "Waiting for the BackupSchedule %s in this namespace, which says where backups are. Create it."
                            .formatted(inputs.restore().getSpec().from().schedule()));
        }
        if (cluster(inputs).isEmpty()) {
            return new Plan.Waiting(
                    "AwaitingCluster",
                    "Waiting for the PostgresCluster %s to have a primary that takes writes."
                            .formatted(inputs.restore().getSpec().cluster()));
        }
        return settings(inputs)
                .<Plan>map(it -> new Plan.Ready(Desired.of(List.of(JobFile.of(it))), List.of()))
                .orElseGet(
                        () ->
                                new Plan.Waiting(
                                        "AwaitingSchedule",
                                        "Waiting for the BackupSchedule %s to say where its backups are; see its status. Or set spec.from.folder."
                                                .formatted(
                                                        inputs.restore()
                                                                .getSpec()
                                                                .from()
                                                                .schedule())));
    }

    private static Optional<PostgresCluster> cluster(RestoreInputs inputs) {
        return inputs.cluster().filter(RestorePlan::serves);
    }

    /** Empty while something is missing. */
    static Optional<RestoreSettings> settings(RestoreInputs inputs) {
        return cluster(inputs)
                .flatMap(
                        cluster ->
                                inputs.schedule()
                                        .flatMap(
                                                schedule ->
                                                        RestoreSettings.of(
                                                                inputs.restore(),
                                                                schedule,
                                                                cluster)));
    }

    private static boolean serves(PostgresCluster cluster) {
        return cluster.getStatus() != null
                && cluster.getStatus().image() != null
                && Conditions.isTrue(cluster.getStatus().conditions(), "PrimaryReady");
    }

    /** Does the work. */
    static Job job(RestoreSettings settings) {
        return new JobBuilder()
                .withNewMetadata()
                .withName(settings.name())
                .withNamespace(settings.source().namespace())
                .withLabels(BackupNames.labels(settings))
                .endMetadata()
                .withSpec(
                        ScheduledJob.spec(
                                JobPod.of(settings.source(), settings.work()),
                                BackupNames.labels(settings)))
                .build();
    }
}
