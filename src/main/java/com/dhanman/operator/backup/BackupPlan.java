package com.dhanman.operator.backup;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.kernel.Desired;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.kernel.Plan;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The objects that a schedule is made of. */
public final class BackupPlan {
    private BackupPlan() {}

    public static Plan of(BackupInputs inputs) {
        List<Finding> findings =
                Stream.concat(
                                Timing.of(inputs.schedule()).findings().stream(),
                                Timing.ofVerification(inputs.schedule()).stream()
                                        .flatMap(it -> it.findings().stream()))
                        .distinct()
                        .toList();
        if (findings.stream().anyMatch(it -> it.severity() == Finding.Severity.ERROR)) {
            return new Plan.Blocked(findings);
        }
        Optional<BackupSettings> settings = settings(inputs);
        if (settings.isEmpty()) {
            return new Plan.Waiting("AwaitingCluster", awaited(inputs));
        }
        return new Plan.Ready(Desired.of(objects(inputs, settings.get())), findings);
    }

    private static List<HasMetadata> objects(BackupInputs inputs, BackupSettings settings) {
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(JobFile.of(settings, Timing.of(inputs.schedule()).freshness()));
        objects.add(ScheduledJob.of(settings));
        settings.verification().map(it -> ScheduledJob.of(settings, it)).ifPresent(objects::add);
        return objects;
    }

    /** Empty while the cluster is not there. */
    static Optional<BackupSettings> settings(BackupInputs inputs) {
        return inputs.cluster()
                .filter(BackupPlan::hasImage)
                .map(cluster -> BackupSettings.of(inputs.schedule(), cluster));
    }

    private static boolean hasImage(PostgresCluster cluster) {
        return cluster.getStatus() != null && cluster.getStatus().image() != null;
    }

    private static String awaited(BackupInputs inputs) {
        String name = inputs.schedule().getSpec().cluster();
        return inputs.cluster().isPresent()
                ? "Waiting for the PostgresCluster %s to be made; see its status.".formatted(name)
                : "Waiting for the PostgresCluster %s in this namespace. Create it, or delete this schedule; what is in the bucket stays."
                        .formatted(name);
    }
}
