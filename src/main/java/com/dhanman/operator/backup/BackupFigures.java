package com.dhanman.operator.backup;

import com.dhanman.operator.api.v1alpha1.BackupSchedule;
import com.dhanman.operator.api.v1alpha1.BackupScheduleStatus;
import com.dhanman.operator.kernel.Figure;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a schedule's status says, in figures, for alerts and dashboards. */
final class BackupFigures {
    private final Map<String, String> labels;
    private final List<Figure> figures = new ArrayList<>();

    private BackupFigures(BackupSchedule schedule) {
        this.labels =
                Map.of(
                        "namespace", schedule.getMetadata().getNamespace(),
                        "backup_schedule", schedule.getMetadata().getName(),
                        "postgres_cluster", schedule.getSpec().cluster());
    }

    static List<Figure> of(BackupSchedule schedule) {
        BackupScheduleStatus status = schedule.getStatus();
        if (status == null || status.conditions() == null) {
            return List.of();
        }
        BackupFigures told = new BackupFigures(schedule);
        status.conditions().forEach(told::condition);
        told.add(
                "dhanman_backup_failures_in_a_row",
                "Runs that have failed since the last that succeeded",
                Optional.ofNullable(status.failuresInARow()).map(Integer::doubleValue));
        told.add(
                "dhanman_backup_last_success_time_seconds",
                "When the latest backup began",
                Optional.ofNullable(status.lastSuccess()).map(it -> seconds(it.started())));
        told.add(
                "dhanman_backup_last_success_bytes",
                "Size of the latest backup",
                Optional.ofNullable(status.lastSuccess())
                        .map(it -> it.bytes())
                        .map(Long::doubleValue));
        told.add(
                "dhanman_backup_last_verified_time_seconds",
                "When a backup was last proven by restoring it",
                Optional.ofNullable(status.verified()).map(it -> seconds(it.finished())));
        told.add(
                "dhanman_backup_backups",
                "Complete backups in the bucket",
                Optional.ofNullable(status.retention())
                        .map(it -> it.backups())
                        .map(Integer::doubleValue));
        return told.figures;
    }

    private void condition(Condition condition) {
        Map<String, String> all = new TreeMap<>(labels);
        all.put("condition", condition.getType());
        all.put("reason", condition.getReason());
        figures.add(
                new Figure(
                        "dhanman_backup_condition",
                        "Conditions of each BackupSchedule: 1 where true, otherwise 0",
                        all,
                        condition.getStatus().equals("True") ? 1 : 0));
    }

    private void add(String name, String help, Optional<Double> value) {
        value.ifPresent(it -> figures.add(new Figure(name, help, labels, it)));
    }

    private static double seconds(String time) {
        return Instant.parse(time).getEpochSecond();
    }
}
