package com.dhanman.operator.postgres.operations;

import com.dhanman.operator.api.v1alpha1.PostgresOperationStatus;
import com.dhanman.operator.postgres.operations.Ending.Phase;
import com.dhanman.operator.postgres.patroni.Member;
import com.dhanman.operator.postgres.patroni.Report.PendingChange;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What this process knows of one cluster beyond what is written down. The ledger is here too: the
 * cached status may be older than what was done a moment ago. All of it may be lost.
 */
final class Memory {
    private Ledger ledger;
    private final Map<String, Phase> phases = new HashMap<>();
    private final Map<String, Map<String, PendingChange>> futile = new HashMap<>();
    private Setback setback;

    /**
     * Patroni refused a step that nobody asked for; it is not tried again at once.
     *
     * @param until when it is not tried again
     */
    record Setback(String text, Instant until) {}

    Memory(Ledger ledger) {
        this.ledger = ledger;
    }

    Ledger ledger() {
        return ledger;
    }

    void write(Ledger next) {
        ledger = next;
    }

    Phase phase(PostgresOperationStatus entry) {
        return phases.getOrDefault(key(entry), Phase.INHERITED);
    }

    void enter(Phase phase, PostgresOperationStatus entry) {
        phases.keySet()
                .removeIf(
                        it ->
                                it.startsWith(entry.name() + " ")
                                        && !entry.name().equals(Ledger.REPAIR));
        phases.put(key(entry), phase);
    }

    /** Whether a restart for the same settings was seen to change nothing. */
    boolean isFutile(Member member) {
        return member.report().pendingRestart().equals(futile.get(member.instance()));
    }

    /** Keeps in mind what still waits after a restart. */
    void restarted(Member member, Map<String, PendingChange> waiting) {
        if (waiting.isEmpty()) {
            futile.remove(member.instance());
        } else {
            futile.put(member.instance(), waiting);
        }
    }

    Optional<Setback> setback(Instant now) {
        return Optional.ofNullable(setback).filter(it -> it.until().isAfter(now));
    }

    void setBack(Setback news) {
        setback = news;
    }

    private static String key(PostgresOperationStatus entry) {
        return entry.name() + " " + entry.request();
    }
}
