package com.dhanman.operator.postgres.config;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What PostgreSQL may use of memory at once, in bytes: a guess, since a query may use `work_mem`
 * several times, and most connections use none of it.
 *
 * @param shared what is taken at the start, by the setting that asks for it
 * @param work of one connection
 * @param maintenance of all workers of autovacuum
 */
record MemoryUse(
        Map<String, Long> shared, int connections, long work, int workers, long maintenance) {
    /** Of an entry in the table of locks. */
    private static final long LOCK = 300;

    static MemoryUse of(Map<String, String> settings) {
        int workers = number(settings, "autovacuum_max_workers");
        long each = bytes(settings, "autovacuum_work_mem");
        if (each < 0) {
            each = bytes(settings, "maintenance_work_mem");
        }
        return new MemoryUse(
                shared(settings),
                number(settings, "max_connections"),
                bytes(settings, "work_mem"),
                workers,
                workers * each);
    }

    private static Map<String, Long> shared(Map<String, String> settings) {
        long holders =
                number(settings, "max_connections")
                        + (long) number(settings, "max_prepared_transactions");
        Map<String, Long> shared = new TreeMap<>();
        for (String name : List.of("shared_buffers", "wal_buffers", "min_dynamic_shared_memory")) {
            shared.put(name, Math.max(0, bytes(settings, name)));
        }
        for (String name : List.of("max_locks_per_transaction", "max_pred_locks_per_transaction")) {
            shared.put(name, Math.multiplyExact(number(settings, name), holders * LOCK));
        }
        return shared;
    }

    long sharedSum() {
        return shared.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The setting that asks for the most at the start. */
    String largest() {
        return shared.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElseThrow();
    }

    long sum() {
        return sharedSum() + connections * work + maintenance + Defaults.BASE_MEMORY;
    }

    /** What is taken at the start, for people: what hardly matters is left out. */
    String sharedText() {
        return shared.entrySet().stream()
                .filter(it -> it.getValue() > sharedSum() / 10)
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .map(it -> it.getKey() + " " + Amount.text(it.getValue()))
                .collect(Collectors.joining(" + "));
    }

    /** How the sum is made up, for people. */
    String text() {
        long rest = sum() - connections * work - maintenance - shared.get(largest());
        return "%s %s + %d connections x work_mem %s + %d workers of autovacuum %s + %s for the rest = %s"
                .formatted(
                        largest(),
                        Amount.text(shared.get(largest())),
                        connections,
                        Amount.text(work),
                        workers,
                        Amount.text(maintenance),
                        Amount.text(rest),
                        Amount.text(sum()));
    }

    static int number(Map<String, String> settings, String name) {
        Parameter parameter = KnownParameters.get(name);
        String text = settings.getOrDefault(name, parameter.preset());
        return Amount.in(parameter.unit(), text).orElseThrow().intValue();
    }

    private static long bytes(Map<String, String> settings, String name) {
        Parameter parameter = KnownParameters.get(name);
        return Amount.bytes(parameter, settings.getOrDefault(name, parameter.preset()));
    }
}
