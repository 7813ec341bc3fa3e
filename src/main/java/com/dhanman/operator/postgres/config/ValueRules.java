package com.dhanman.operator.postgres.config;

import static com.dhanman.operator.postgres.config.Written.field;

import com.dhanman.operator.kernel.Finding;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What PostgreSQL checks beyond types and ranges. With a value that it refuses it would not start
 * again: its own checks come too late.
 */
final class ValueRules {
    private record Rule(Predicate<String> allows, String message, String remedy) {}

    private static final Set<String> ZONES =
            ZoneId.getAvailableZoneIds().stream()
                    .filter(it -> !it.startsWith("SystemV/"))
                    .map(it -> it.toLowerCase(Locale.ROOT))
                    .collect(Collectors.toUnmodifiableSet());

    /** Those of the image, which is kept small. */
    private static final Set<String> LOCALES =
            Set.of("c", "posix", "c.utf-8", "en_gb.utf-8", "en_in", "en_in.utf-8", "en_us.utf-8");

    private static final Rule ZONE =
            new Rule(
                    zone -> ZONES.contains(zone.toLowerCase(Locale.ROOT)),
                    "is no time zone",
                    "Write one such as UTC or Asia/Kolkata");
    private static final Rule LOCALE =
            new Rule(
                    locale ->
                            LOCALES.contains(
                                    locale.toLowerCase(Locale.ROOT).replace(".utf8", ".utf-8")),
                    "is a locale that the image does not have",
                    "Write C.UTF-8 or en_US.UTF-8, or use an image that has it (spec.image)");
    private static final Rule BLOCKS =
            new Rule(
                    size -> amount("8kB", size).remainder(BigDecimal.valueOf(16)).signum() == 0,
                    "has to be a multiple of 16 blocks",
                    "Write a multiple of 128kB");
    private static final Rule SEGMENTS =
            new Rule(
                    size -> amount("MB", size).intValue() >= 32,
                    "is less than two segments of the log",
                    "Write 32MB or more");

    private static final String IDENTIFIER = "(\"([^\"]|\"\")+\"|[^\\s,\"]+)";
    private static final Rule IDENTIFIERS =
            new Rule(
                    it -> it.isBlank() || it.matches(IDENTIFIER + "(\\s*,\\s*" + IDENTIFIER + ")*"),
                    "is no list of names",
                    "Write names separated by commas, in quotation marks where they are odd");
    private static final Rule HEAP =
            new Rule(
                    "heap"::equals,
                    "is a way to store tables that the image does not have",
                    "Write heap, or use an image that has it (spec.image)");

    private static final Map<String, Rule> RULES = new HashMap<>();

    static {
        localities();
        sizes();
        lists();
    }

    private ValueRules() {}

    /**
     * Looks at what somebody set.
     *
     * @param own settings by their canonical names
     * @param ownImage whether the image is not the operator's, so that more may be in it
     */
    static List<Finding> in(Map<String, String> own, boolean ownImage) {
        List<Finding> findings = new ArrayList<>();
        own.forEach(
                (name, value) -> {
                    Rule rule = RULES.get(name);
                    boolean may = ownImage && (rule == LOCALE || rule == HEAP) && !value.isBlank();
                    if (rule != null && !may && !rule.allows().test(value)) {
                        findings.add(
                                Finding.error(
                                        "InvalidParameter",
                                        field(name),
                                        rule.message(),
                                        rule.remedy()));
                    }
                });
        findings.addAll(statistics(own));
        return findings;
    }

    /** PostgreSQL refuses statistics of a whole together with those of its parts. */
    private static List<Finding> statistics(Map<String, String> own) {
        List<String> parts =
                Stream.of("log_parser_stats", "log_planner_stats", "log_executor_stats")
                        .filter(it -> Hazards.isOn(own.get(it)))
                        .toList();
        if (parts.isEmpty() || !Hazards.isOn(own.get("log_statement_stats"))) {
            return List.of();
        }
        return List.of(
                Finding.error(
                        "InvalidParameter",
                        field("log_statement_stats"),
                        "cannot be on together with " + String.join(", ", parts),
                        "Take it out, or the others"));
    }

    private static void localities() {
        put(ZONE, "TimeZone", "log_timezone");
        put(LOCALE, "lc_messages", "lc_monetary", "lc_numeric", "lc_time");
        put(
                new Rule(
                        it ->
                                Set.of("default", "australia", "india")
                                        .contains(it.toLowerCase(Locale.ROOT)),
                        "is no set of abbreviations that PostgreSQL brings",
                        "Write Default, Australia or India"),
                "timezone_abbreviations");
        put(
                words(
                        "ISO, SQL, Postgres, PostgreSQL, German, YMD, DMY, MDY, Euro, European, US,"
                                + " NonEuro, NonEuropean, Default"),
                "DateStyle");
        put(
                new Rule(
                        it ->
                                Set.of("utf8", "utf-8", "unicode")
                                        .contains(it.toLowerCase(Locale.ROOT)),
                        "is an encoding that clients have to ask for themselves",
                        "Write UTF8, or take it out"),
                "client_encoding");
    }

    private static void sizes() {
        put(
                BLOCKS,
                "commit_timestamp_buffers",
                "multixact_member_buffers",
                "multixact_offset_buffers",
                "notify_buffers",
                "serializable_buffers",
                "subtransaction_buffers",
                "transaction_buffers");
        put(SEGMENTS, "min_wal_size", "max_wal_size");
        put(
                new Rule(
                        it -> amount("kB", it).intValue() <= 7 * 1024,
                        "is more stack than a process of a pod has",
                        "Write 7MB or less"),
                "max_stack_depth");
        put(
                new Rule(
                        it -> amount("kB", it).signum() == 0 || amount("kB", it).intValue() >= 128,
                        "is neither 0 nor at least 128kB",
                        "Write 0, or 128kB or more"),
                "vacuum_buffer_usage_limit");
        put(
                new Rule(
                        it -> amount("", it).signum() != 0,
                        "would let nothing be read",
                        "Write 1 or more, or -1 for what PostgreSQL finds right"),
                "io_max_concurrency");
    }

    private static void lists() {
        put(IDENTIFIERS, "search_path", "temp_tablespaces");
        put(HEAP, "default_table_access_method");
        put(
                words(
                        "receipt, authentication, authorization, setup_durations, all, on, off,"
                                + " true, false, yes, no, 1, 0"),
                "log_connections");
        put(words("data, wal, wal_init"), "debug_io_direct");
        put(words("set, inherit"), "createrole_self_grant");
        put(words("view, foreign-table"), "restrict_nonsystem_relation_kind");
        put(
                words("all, heap2, heap, btree, hash, gin, gist, sequence, spgist, brin, generic"),
                "wal_consistency_checking");
        put(
                new Rule(
                        it -> it.matches("[0-9A-Za-z_, ]*"),
                        "has a character that no function's name has",
                        "Write names separated by commas"),
                "backtrace_functions");
        put(
                new Rule(
                        it -> it.matches("[a-z0-9_]*(\\s*,\\s*[a-z0-9_]+)*"),
                        "names something that is no slot",
                        "Write names of slots separated by commas"),
                "synchronized_standby_slots");
        put(
                new Rule(
                        it -> it.contains("$libdir"),
                        "leaves out $libdir, where PostgreSQL's own libraries are",
                        "Add $libdir"),
                "dynamic_library_path");
        put(
                new Rule(
                        it -> it.contains("$system"),
                        "leaves out $system, where PostgreSQL's own extensions are",
                        "Add $system"),
                "extension_control_path");
    }

    private static void put(Rule rule, String... names) {
        for (String name : names) {
            RULES.put(name, rule);
        }
    }

    private static BigDecimal amount(String unit, String text) {
        return Amount.in(unit, text).orElseThrow();
    }

    private static Rule words(String allowed) {
        Set<String> words = Set.copyOf(Libraries.list(allowed.toLowerCase(Locale.ROOT)));
        return new Rule(
                value -> words.containsAll(Libraries.list(value.toLowerCase(Locale.ROOT))),
                "has a word that it may not have",
                "Write words of: " + allowed);
    }
}
