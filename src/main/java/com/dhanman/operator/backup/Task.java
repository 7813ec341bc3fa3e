package com.dhanman.operator.backup;

import java.util.Locale;

/** What a Job does: the first argument of its program. */
enum Task {
    /** Takes a backup, and removes what is no longer to be kept. */
    RUN,
    /** Proves the newest backup. */
    VERIFY,
    /** Makes a database of a backup; for a Restore. */
    RESTORE,
    /** Tries whether a backup could be taken. */
    CHECK;

    /** As an argument and as the value of a label. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
