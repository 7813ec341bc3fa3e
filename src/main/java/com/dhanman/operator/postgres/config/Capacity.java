package com.dhanman.operator.postgres.config;

import com.dhanman.operator.api.v1alpha1.PostgresStorage;
import com.dhanman.operator.api.v1alpha1.ResourceAmounts;
import com.dhanman.operator.api.v1alpha1.Resources;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an instance has.
 *
 * @param memory in bytes: its limit, else what it requests, else little
 * @param limited whether more memory than that ends it
 * @param cpus whole ones; 0 where nothing says how many
 * @param log bytes of the volume that the write-ahead log lies on
 * @param logApart whether that volume holds nothing else
 */
record Capacity(long memory, boolean limited, int cpus, long log, boolean logApart) {
    private static final long LITTLE = Amount.GB;

    static Capacity of(Resources resources, PostgresStorage storage) {
        Optional<Quantity> limit = amount(resources.limits(), ResourceAmounts::memory);
        Optional<Quantity> request = amount(resources.requests(), ResourceAmounts::memory);
        boolean apart = storage.wal() != null;
        return new Capacity(
                limit.or(() -> request).map(Capacity::bytes).orElse(LITTLE),
                limit.isPresent(),
                amount(resources.limits(), ResourceAmounts::cpu)
                        .map(
                                it ->
                                        it.getNumericalAmount()
                                                .setScale(0, RoundingMode.CEILING)
                                                .intValue())
                        .orElse(0),
                bytes(apart ? storage.wal().size() : storage.size()),
                apart);
    }

    private static Optional<Quantity> amount(
            ResourceAmounts amounts, Function<ResourceAmounts, Quantity> part) {
        return Optional.ofNullable(amounts).map(part);
    }

    private static long bytes(Quantity quantity) {
        return quantity.getNumericalAmount().longValue();
    }
}
