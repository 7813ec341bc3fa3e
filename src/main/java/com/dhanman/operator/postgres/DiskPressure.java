package com.dhanman.operator.postgres;

import com.dhanman.operator.postgres.patroni.ClusterState;
import com.dhanman.operator.postgres.patroni.Filled;
import com.dhanman.operator.postgres.patroni.Member;
import com.dhanman.operator.postgres.patroni.Verdict;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether volumes are filling, told before they are full and PostgreSQL stops. */
final class DiskPressure {
    static final String TYPE = "DiskPressure";
    static final String FULL = "VolumeFull";

    private static final String WAL = "wal";

    private DiskPressure() {}

    static Verdict of(ClusterSettings settings, ClusterState state) {
        List<Member> filling =
                state.members().stream().filter(it -> !it.filled().volumes().isEmpty()).toList();
        if (filling.isEmpty()) {
            return new Verdict(
                    TYPE,
                    false,
                    "EnoughSpace",
                    "No volume of an instance that runs is filled by 85 % or more.");
        }
        boolean full =
                filling.stream()
                        .flatMap(it -> it.filled().volumes().values().stream())
                        .anyMatch(it -> it >= Filled.FULL);
        return new Verdict(
                TYPE,
                true,
                full ? FULL : "VolumeFilling",
                "%s. %s. %s."
                        .formatted(
                                filling.stream()
                                        .map(DiskPressure::volumes)
                                        .collect(Collectors.joining(", ")),
                                full
                                        ? "PostgreSQL cannot write, and may stop altogether"
                                        : "When a volume is full, PostgreSQL stops writing",
                                remedy(settings, filling)));
    }

    /** Such as `main-1: data 90 %`. */
    private static String volumes(Member member) {
        Map<String, Integer> sorted = new TreeMap<>(member.filled().volumes());
        return sorted.entrySet().stream()
                .map(it -> "%s %d %%".formatted(it.getKey(), it.getValue()))
                .collect(Collectors.joining(", ", member.instance() + ": ", ""));
    }

    private static String remedy(ClusterSettings settings, List<Member> filling) {
        TreeSet<String> fields = new TreeSet<>();
        for (Member member : filling) {
            for (String volume : member.filled().volumes().keySet()) {
                fields.add(
                        volume.equals(WAL) && settings.storage().wal() != null
                                ? "spec.storage.wal.size (%s)"
                                        .formatted(settings.storage().wal().size())
                                : "spec.storage.size (%s)".formatted(settings.storage().size()));
            }
        }
        return "Raise "
                + String.join(" and ", fields)
                + "; volumes grow also while an instance does not run";
    }
}
