package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;

/** When the target was last tried, and for which settings. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackupTargetStatus(
        /** Changes when what says where to back up does. */
        String settings,
        /** When it was last seen to by a Job of its own. */
        String time) {}
