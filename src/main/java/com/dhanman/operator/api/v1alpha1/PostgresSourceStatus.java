package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;

/** How a cluster stands to the server outside of it that it began as a standby of. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PostgresSourceStatus(
        /** Address of the server, such as `10.8.0.1:5432`. */
        String server,
        /**
         * `Refused`: it cannot be copied, and the condition SourceReady says why. `Copying`: the
         * first instance copies it. `Following`: the copy is kept up to date. `Interrupted`: it is
         * not, for the moment. `Leaving`: the promotion was asked for, and waits for what the
         * server has written. `Promoted`: the cluster is on its own.
         */
        String state,
        /**
         * How much the server has written that is not here, in steps, such as `0 MiB` for less than
         * 16 MiB.
         */
        String lag,
        /**
         * How old the latest commit is that shows here, in steps; 0 where it is less than ten
         * seconds, or the server has written nothing since.
         */
        Integer lagSeconds,
        /** Position in the write-ahead log where the cluster left the server, as `0/3000148`. */
        String promotedAt,
        /** When that was. */
        String promotedTime,
        /** What is left to do. */
        String message) {}
