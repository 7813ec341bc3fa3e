package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;

/** A pool of connections before the primary. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PostgresPooler(
        /** Pods of PgBouncer. Default: 2, so that one may go. */
        @Min(1) @Max(20) Integer instances,
        /**
         * `Transaction`: a server connection is given back after each transaction, so that few
         * serve many; session state, such as temporary tables or LISTEN, does not last, while
         * prepared statements and search_path do. `Session`: it is given back when the client
         * leaves. Default: Transaction.
         */
        Mode mode,
        /** Connections that each pod takes from clients; further ones wait. Default: 1000. */
        @Min(1) @Max(100000) Integer maxClientConnections,
        /**
         * Connections that each pod has to the primary, for each database and role. Times pods,
         * databases and roles it should stay below max_connections; where it does not, a warning
         * names the sum. Default: what leaves a quarter of max_connections to clients that connect
         * directly, at most 20.
         */
        @Min(1) @Max(1000) Integer poolSize,
        /** CPU and memory of each pod. Default: requests of 50m CPU and 64Mi. */
        @ValidationRule(value = Limits.MEMORY_FITS, message = Limits.MEMORY_FITS_TEXT)
                @ValidationRule(value = Limits.CPU_FITS, message = Limits.CPU_FITS_TEXT)
                Resources resources) {
    /** How long a client keeps its connection to the server. */
    public enum Mode {
        /** For a transaction. */
        Transaction,
        /** For as long as it stays. */
        Session
    }
}
