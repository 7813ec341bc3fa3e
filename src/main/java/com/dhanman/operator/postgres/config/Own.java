package com.dhanman.operator.postgres.config;

import static com.dhanman.operator.postgres.config.Written.field;

import com.dhanman.operator.kernel.Finding;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The settings that somebody wrote, as far as each is right by itself.
 *
 * @param settings by their canonical names
 */
record Own(SortedMap<String, String> settings, List<Finding> findings) {
    /** A container's log is not collected, rotated or named by what runs in it. */
    private static final Set<String> FILES_OF_LOGS =
            Set.of(
                    "event_source",
                    "log_destination",
                    "log_directory",
                    "log_file_mode",
                    "log_filename",
                    "log_rotation_age",
                    "log_rotation_size",
                    "log_truncate_on_rotation",
                    "logging_collector",
                    "syslog_facility",
                    "syslog_ident",
                    "syslog_sequence_numbers",
                    "syslog_split_messages");

    private static final String EXTENSION_NAME =
            "[A-Za-z_][A-Za-z0-9_$]*(\\.[A-Za-z_][A-Za-z0-9_$]*)+";

    static Own of(Map<String, JsonNode> written) {
        Own own = new Own(new TreeMap<>(), new ArrayList<>());
        if (written != null) {
            new TreeMap<>(written).forEach(own::add);
        }
        List<String> ofLogs =
                own.settings.keySet().stream().filter(FILES_OF_LOGS::contains).toList();
        if (!ofLogs.isEmpty()) {
            own.settings.keySet().removeAll(FILES_OF_LOGS);
            own.findings.add(replaced(ofLogs));
        }
        return own;
    }

    private void add(String name, JsonNode value) {
        Optional<Parameter> known = KnownParameters.find(name);
        String canonical = known.map(Parameter::name).orElse(name);
        Optional<Finding> refusal =
                Refusals.of(canonical)
                        .or(() -> known.isEmpty() ? unknown(name) : Optional.empty())
                        .or(() -> settings.containsKey(canonical) ? twice(name) : Optional.empty());
        if (refusal.isPresent()) {
            findings.add(refusal.get());
            return;
        }
        Written read =
                known.map(it -> Written.of(it, value)).orElseGet(() -> Written.of(name, value));
        read.finding().ifPresentOrElse(findings::add, () -> settings.put(canonical, read.text()));
    }

    private static Optional<Finding> unknown(String name) {
        if (name.matches(EXTENSION_NAME)) {
            return Optional.empty();
        }
        return Optional.of(
                Finding.error(
                        "UnknownParameter",
                        field(name),
                        "PostgreSQL 18 has no such setting",
                        KnownParameters.nearest(name)
                                .map(near -> "Write " + near + " if that is meant, or take it out")
                                .orElse("Take it out")));
    }

    private static Optional<Finding> twice(String name) {
        return Optional.of(
                Finding.error(
                        "InvalidParameter",
                        field(name),
                        "is there in another spelling too",
                        "Take one of them out"));
    }

    private static Finding replaced(List<String> names) {
        return Finding.warning(
                "LogGoesToContainer",
                field(names.getFirst()),
                "PostgreSQL logs to the container's log, not to files, so that these have no"
                        + " effect: "
                        + String.join(", ", names),
                "Read the log with kubectl logs, and take them out");
    }
}
