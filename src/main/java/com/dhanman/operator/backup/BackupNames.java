package com.dhanman.operator.backup;

import com.dhanman.operator.api.v1alpha1.Api;
import com.dhanman.operator.kernel.Labels;
import com.dhanman.operator.kernel.Names;
import java.util.Map;

/** Names of everything that belongs to a schedule, each in one place. */
final class BackupNames {
    /** Label of all objects, Jobs and pods of a schedule; its value is the schedule's name. */
    static final String SCHEDULE_LABEL = Api.GROUP + "/backup";

    /** Label of Jobs and pods; its value is a {@link Task}. */
    static final String TASK_LABEL = Api.GROUP + "/backup-task";

    /** Label of all objects, Jobs and pods of a restore; its value is the restore's name. */
    static final String RESTORE_LABEL = Api.GROUP + "/restore";

    /** Annotation of Jobs: fingerprint of the settings that they have tried. */
    static final String SETTINGS = Api.GROUP + "/backup-settings";

    /** Annotation by which a backup is asked for; its value is a token. */
    static final String BACKUP_NOW = Api.GROUP + "/backup-now";

    /** Annotation by which a verification is asked for. */
    static final String VERIFY_NOW = Api.GROUP + "/verify-now";

    private BackupNames() {}

    /** Labels of all that belongs to a schedule. */
    static Map<String, String> labels(String schedule, String namespace) {
        Map<String, String> labels = Labels.of(schedule, namespace);
        labels.put(SCHEDULE_LABEL, schedule);
        return labels;
    }

    /** Labels of what does a task of it. */
    static Map<String, String> labels(BackupSettings settings, Task task) {
        Map<String, String> labels = labels(settings.name(), settings.namespace());
        labels.put(TASK_LABEL, task.label());
        return labels;
    }

    /** Labels of all that belongs to a restore. */
    static Map<String, String> labels(RestoreSettings settings) {
        Map<String, String> labels = Labels.of(settings.name(), settings.source().namespace());
        labels.put(RESTORE_LABEL, settings.name());
        labels.put(TASK_LABEL, Task.RESTORE.label());
        return labels;
    }

    /** ConfigMap of the file that its Jobs read. */
    static String file(String schedule) {
        return schedule + "-backup";
    }

    /** CronJob that proves backups. */
    static String verification(String schedule) {
        return schedule + "-verify";
    }

    /** Job of a request. */
    static String requested(String schedule, Task task, String token) {
        return task == Task.VERIFY
                ? Names.join(schedule, "verify-now", Names.part(token))
                : Names.join(schedule, "now", Names.part(token));
    }

    /** Job that tries the target. */
    static String check(String schedule, String fingerprint) {
        return Names.join(schedule, "check", fingerprint);
    }
}
