package com.dhanman.operator.cli.postgres;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What the primary itself says of its replicas at this moment.
 *
 * @param replicas by name of the pod
 */
record Figures(Map<String, Replica> replicas, List<Slot> slots) {
    private static final String HEAD =
            "(SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn()"
                    + " ELSE pg_current_wal_lsn() END) AS now(head)";

    /** Asks for the replicas, with psql's unaligned output. */
    static final String REPLICAS =
            "SELECT 'replica', application_name, pg_wal_lsn_diff(head, replay_lsn)::bigint,"
                    + " round(coalesce(extract(epoch FROM replay_lag), 0), 1)"
                    + " FROM pg_stat_replication, "
                    + HEAD;

    /** Asks for the slots, which keep the write-ahead log for those that are away. */
    static final String SLOTS =
            "SELECT 'slot', slot_name, slot_type, active, wal_status,"
                    + " pg_wal_lsn_diff(head, restart_lsn)::bigint"
                    + " FROM pg_replication_slots, "
                    + HEAD
                    + " ORDER BY slot_name";

    static final Figures NONE = new Figures(Map.of(), List.of());

    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final int STEP = 1024;

    /**
     * A replica that streams.
     *
     * @param bytes of the write-ahead log that it has not replayed
     * @param seconds by which it was behind when it last said so
     */
    record Replica(OptionalLong bytes, String seconds) {
        @Override
        public String toString() {
            return bytes.isEmpty() ? "-" : amount(bytes.getAsLong()) + ", " + seconds + " s";
        }
    }

    /**
     * A replication slot.
     *
     * @param status `reserved`, `extended`, `unreserved` or `lost`
     * @param kept bytes of the write-ahead log that are kept for it
     */
    record Slot(String name, String type, boolean active, String status, OptionalLong kept) {}

    /** Reads what psql printed. */
    static Figures parse(String output) {
        Map<String, Replica> replicas = new HashMap<>();
        List<Slot> slots = new ArrayList<>();
        for (String line : output.lines().toList()) {
            String[] cells = line.split("\\|", -1);
            if (cells.length == 4 && cells[0].equals("replica")) {
                replicas.put(cells[1], new Replica(number(cells[2]), cells[3]));
            } else if (cells.length == 6 && cells[0].equals("slot")) {
                slots.add(
                        new Slot(
                                cells[1],
                                cells[2],
                                cells[3].equals("t"),
                                cells[4].isEmpty() ? null : cells[4],
                                number(cells[5])));
            }
        }
        return new Figures(Map.copyOf(replicas), List.copyOf(slots));
    }

    /** Bytes as people read them, such as `16.0 MiB`. */
    static String amount(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= STEP && unit < UNITS.length - 1) {
            amount /= STEP;
            unit++;
        }
        return unit == 0
                ? bytes + " B"
                : String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
    }

    private static OptionalLong number(String text) {
        return text.matches("-?[0-9]+")
                ? OptionalLong.of(Math.max(0, Long.parseLong(text)))
                : OptionalLong.empty();
    }
}
