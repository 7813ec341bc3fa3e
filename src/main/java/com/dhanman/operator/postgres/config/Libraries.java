package com.dhanman.operator.postgres.config;

import static com.dhanman.operator.postgres.config.Written.field;

import com.dhanman.operator.kernel.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Libraries that are loaded at a start: one that is not there keeps PostgreSQL from starting. */
final class Libraries {
    static final String PRELOADED = "shared_preload_libraries";

    private static final String STATEMENTS = "pg_stat_statements";

    /** PostgreSQL's own that can be loaded before they are used. */
    private static final Set<String> IN_THE_IMAGE =
            Set.of(
                    "auth_delay",
                    "auto_explain",
                    "basebackup_to_shell",
                    "basic_archive",
                    "passwordcheck",
                    "pg_overexplain",
                    "pg_prewarm",
                    STATEMENTS,
                    "plpgsql",
                    "postgres_fdw");

    private Libraries() {}

    /**
     * Looks at the libraries that somebody asks for.
     *
     * @param ownImage whether the image is not the operator's, so that more may be in it
     */
    static List<Finding> in(Map<String, String> own, boolean ownImage) {
        List<Finding> findings = new ArrayList<>();
        for (String name : List.of(PRELOADED, "session_preload_libraries")) {
            for (String library : list(own.getOrDefault(name, ""))) {
                String base = library.replaceFirst("^\\$libdir/", "").replaceFirst("\\.so$", "");
                if (!base.matches("[A-Za-z0-9_-]+")) {
                    findings.add(
                            Finding.error(
                                    "InvalidParameter",
                                    field(name),
                                    "names something that is no library",
                                    "Write names separated by commas, such as auto_explain"));
                } else if (!ownImage && !IN_THE_IMAGE.contains(base)) {
                    findings.add(
                            Finding.error(
                                    "InvalidParameter",
                                    field(name),
                                    base + " is not in the image: PostgreSQL would not start",
                                    "Take it out, or use an image that has it (spec.image)"));
                }
            }
        }
        return findings;
    }

    /** The list with the library that statistics of statements come from. */
    static String withStatistics(String own) {
        List<String> libraries = list(own);
        if (libraries.contains(STATEMENTS)) {
            return own;
        }
        // At the end: some libraries have to be the first.
        return libraries.isEmpty() ? STATEMENTS : own + "," + STATEMENTS;
    }

    /** Names in a list, as PostgreSQL splits it. */
    static List<String> list(String value) {
        return Stream.of(value.split(","))
                .map(String::strip)
                .map(it -> it.replaceAll("^\"(.*)\"$", "$1"))
                .filter(it -> !it.isEmpty())
                .toList();
    }
}
