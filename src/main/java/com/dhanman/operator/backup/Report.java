package com.dhanman.operator.backup;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a Job's program says of itself, by its container's termination message. All of it may be
 * missing.
 *
 * @param outcome Succeeded or Failed
 * @param reason one word for why it failed
 * @param message why, and what to do
 * @param target `Reachable` where it has written to the bucket
 * @param restoreSeconds of a verification: what restoring took
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Report(
        String outcome,
        String reason,
        String message,
        String backup,
        String manifest,
        String started,
        String finished,
        Integer databases,
        Long bytes,
        String source,
        String lsn,
        String target,
        Double restoreSeconds,
        Long rows,
        List<Note> warnings,
        Retention retention) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String REACHABLE = "Reachable";

    /** Reasons that are about the bucket and the way to it. */
    private static final Set<String> OF_TARGET =
            Set.of(
                    "AccessDenied",
                    "BucketMissing",
                    "CertificateInvalid",
                    "ClockWrong",
                    "KeysMissing",
                    "KeysRefused",
                    "TargetBusy",
                    "TargetFull",
                    "TargetRefuses",
                    "TargetUnreachable",
                    "UploadIncomplete",
                    "WrongRegion");

    /** Something to know. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Note(String reason, String message) {}

    /** What is in the bucket, or why old backups could not be removed. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Retention(
            Integer backups,
            Integer verified,
            Long bytes,
            String oldest,
            String newest,
            Integer removed,
            Integer locked,
            Boolean held,
            List<String> expired,
            String reason,
            String message) {}

    /** Reads a message; empty where it is not one of the program's. */
    static Optional<Report> read(String message) {
        if (message == null || !message.startsWith("{")) {
            return Optional.empty();
        }
        try {
            return Optional.of(MAPPER.readValue(message, Report.class))
                    .filter(it -> it.outcome() != null);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** What stands for the report of a run that could not give one. */
    static Report failure(String reason, String message) {
        return new Report(
                "Failed", reason, message, null, null, null, null, null, null, null, null, null,
                null, null, null, null);
    }

    boolean succeeded() {
        return "Succeeded".equals(outcome);
    }

    /** Whether it says something of the target, and what; empty where it never came to it. */
    Optional<Boolean> reached() {
        if (REACHABLE.equals(target)) {
            return Optional.of(true);
        }
        return OF_TARGET.contains(String.valueOf(reason)) ? Optional.of(false) : Optional.empty();
    }

    /** What people should know of it. */
    String text() {
        if (!succeeded()) {
            return message;
        }
        return warnings == null
                ? null
                : warnings.stream().map(Note::message).collect(Collectors.joining(" "));
    }
}
