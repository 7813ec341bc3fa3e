package com.dhanman.operator.backup;

import com.dhanman.operator.api.v1alpha1.Resources;
import java.util.Optional;

/**
 * What a pod is to do, and with what.
 *
 * @param file ConfigMap that tells it
 * @param deadline seconds that it may take
 * @param scratch where the volume is like that it works on; empty where it needs none
 */
record Work(
        Task task,
        String file,
        long deadline,
        Resources resources,
        Optional<Verification> scratch) {
    /** A task of a schedule. */
    static Work of(BackupSettings settings, Task task) {
        String file = BackupNames.file(settings.name());
        return task == Task.VERIFY
                ? of(settings.verification().orElseThrow(), file)
                : new Work(
                        task,
                        file,
                        settings.activeDeadline(),
                        settings.resources(),
                        Optional.empty());
    }

    private static Work of(Verification verification, String file) {
        return new Work(
                Task.VERIFY,
                file,
                verification.activeDeadline(),
                verification.resources(),
                Optional.of(verification));
    }
}
