package com.dhanman.operator.postgres.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.GeneratedFiles;
import com.dhanman.operator.api.v1alpha1.PostgresClusterSpec;
import com.dhanman.operator.api.v1alpha1.PostgresReplication.Mode;
import com.dhanman.operator.testkit.RealPostgres;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real PostgreSQL takes all that is accepted, and shows it as it was written. */
class RealSettingsTest {
    private static final Path LIST = Path.of("src/main/resources/postgres/parameters-18.tsv");

    /** What the build of these tests lacks: the image's has it. */
    private static final List<String> NOT_BUILT_IN = List.of("lz4", "zstd", "io_uring");

    private static final List<String> NUMBERS =
            List.of("0 1 17 128 2.5 .5 1e2 64kB 1.5GB 100us 10s 2min 1d".split(" "));
    private static final List<String> TEXTS =
            List.of(
                    ";abc;a, b;\"A b\",c;*;UTC;Asia/Kolkata;UTF8;ISO, DMY;C;C.UTF-8;all;$libdir;it's;a\\b;auto_explain;heap;view;set,inherit"
                            .split(";"));

    /** At a start PostgreSQL takes any name; only this test's look at the file would refuse it. */
    private static final List<String> LOOKED_UP_LATER =
            List.of("default_tablespace", "default_text_search_config");

    /** So that the test itself can log in. */
    private static final String THE_TEST = "host all postgres 127.0.0.1/32 trust";

    private static RealPostgres postgres;

    @BeforeAll
    static void start() {
        postgres = RealPostgres.start("include_if_exists 'case.conf'");
    }

    @AfterAll
    static void stop() {
        if (postgres != null) {
            postgres.close();
        }
    }

    static Stream<String> cases() {
        return Stream.of("defaults", "seed", "single", "quorum", "follows");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void startsWithWhatIsEffective(String name) throws IOException {
        PostgresClusterSpec spec = Specs.with(ConfigurationTest.cases().get(name));
        Map<String, String> settings = new TreeMap<>(Specs.parameters(spec).effective());
        // There are no certificates here.
        settings.put("ssl", "off");
        settings.replaceAll((setting, value) -> NOT_BUILT_IN.contains(value) ? "on" : value);
        // As patroni.yml has it.
        List<String> lines = new ArrayList<>(List.of("include '/dev/null'"));
        lines.addAll(lines(settings));
        postgres.write("case.conf", lines);
        postgres.restart();

        assertThat(errors("pg_file_settings")).isEmpty();
        Map<String, String> shown = shown();
        settings.keySet().retainAll(shown.keySet());
        assertThat(settings).hasSizeGreaterThan(35);
        settings.forEach(
                (setting, value) ->
                        assertThat(same(KnownParameters.get(setting), value, shown.get(setting)))
                                .as("%s = %s, shown as %s", setting, value, shown.get(setting))
                                .isTrue());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsTheAccessRules(String name) throws IOException {
        PostgresClusterSpec spec = Specs.with(ConfigurationTest.cases().get(name));
        HostBasedAccess access = HostBasedAccess.of(spec);
        List<String> rules = new ArrayList<>(List.of(THE_TEST));
        rules.addAll(access.rules());
        rules.addAll(HostBasedAccessTest.taken().toList());
        postgres.write("pg_hba.conf", rules);
        postgres.write("pg_ident.conf", access.identities());

        assertThat(errors("pg_hba_file_rules")).isEmpty();
        assertThat(errors("pg_ident_file_mappings")).isEmpty();
        assertThat(postgres.query("postgres", "select count(*) from pg_hba_file_rules"))
                .containsExactly(Integer.toString(rules.size()));
    }

    /** Each value that is accepted at all, so far as it can change without a restart. */
    @Test
    void takesWhateverIsAccepted() {
        postgres.write("case.conf", List.of());
        postgres.restart();
        List<List<String>> rounds = new ArrayList<>();
        for (Parameter parameter : KnownParameters.all()) {
            if (parameter.context().equals("postmaster")
                    || LOOKED_UP_LATER.contains(parameter.name())) {
                continue;
            }
            List<String> accepted =
                    candidates(parameter)
                            .distinct()
                            .filter(value -> !NOT_BUILT_IN.contains(value))
                            .filter(value -> isAccepted(parameter.name(), value))
                            .toList();
            for (int i = 0; i < accepted.size(); i++) {
                if (rounds.size() == i) {
                    rounds.add(new ArrayList<>());
                }
                rounds.get(i).addAll(lines(Map.of(parameter.name(), accepted.get(i))));
            }
        }
        assertThat(rounds).hasSizeGreaterThan(5);
        for (List<String> round : rounds) {
            postgres.write("case.conf", round);
            assertThat(errors("pg_file_settings")).isEmpty();
        }
    }

    @Test
    void knowsAllSettings() {
        String list =
                String.join(
                        "\n",
                        postgres.query(
                                "postgres",
                                """
                                select concat_ws(e'\\t', name, vartype, coalesce(unit, ''),
                                  coalesce(min_val, ''), coalesce(max_val, ''), context,
                                  array_to_string(case name
                                    when 'io_method' then '{sync,worker,io_uring}'
                                    when 'default_toast_compression' then '{pglz,lz4}'
                                    when 'wal_compression' then '{pglz,lz4,zstd,on,off}'
                                    else coalesce(enumvals, '{}') end, ','),
                                  coalesce(boot_val, ''))
                                from pg_settings where name not like '%.%' order by lower(name) collate "C"
                                """));
        GeneratedFiles.assertCurrent(
                LIST,
                """
                # All settings of PostgreSQL 18, as pg_settings lists them. PostgreSQL Licence.
                # Choices are those of Debian's build, which has lz4, zstd and io_uring.
                # Made by RealSettingsTest: `make generate`.
                # Columns: name, type, unit, minimum, maximum, context, choices, preset.
                """
                        + list
                        + "\n");
    }

    private static Stream<String> candidates(Parameter parameter) {
        Stream<String> own =
                switch (parameter.type()) {
                    case BOOL -> Stream.of("on", "off", "TRUE", "no", "1", "0");
                    case ENUM -> Stream.concat(parameter.choices().stream(), Stream.of("yes", "0"));
                    case INTEGER, REAL ->
                            Stream.concat(
                                    Stream.of(parameter.minimum(), parameter.maximum())
                                            .map(BigDecimal::toPlainString),
                                    NUMBERS.stream());
                    case STRING -> TEXTS.stream();
                };
        return Stream.concat(Stream.of(parameter.preset()), own);
    }

    private static boolean isAccepted(String name, String value) {
        Own own = Own.of(Map.of(name, new TextNode(value)));
        return own.settings().containsKey(name)
                && Stream.of(
                                Hazards.in(own.settings(), Mode.Asynchronous),
                                ValueRules.in(own.settings(), false),
                                Libraries.in(own.settings(), false))
                        .allMatch(List::isEmpty);
    }

    /** As Patroni writes them. */
    private static List<String> lines(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(
                        it ->
                                "%s = '%s'"
                                        .formatted(
                                                it.getKey(),
                                                it.getValue().replaceAll("(['\\\\])", "$1$1")))
                .toList();
    }

    private static List<String> errors(String view) {
        String what = view.equals("pg_file_settings") ? "name" : "line_number";
        return postgres.query(
                "postgres",
                "select %s, error from %s where error is not null".formatted(what, view)
                        + " and error <> 'hostssl record cannot match because SSL is disabled'");
    }

    /** Without the few that the test's own connection brings, such as TimeZone. */
    private static Map<String, String> shown() {
        Map<String, String> shown = new TreeMap<>();
        for (String row :
                postgres.query(
                        "postgres",
                        "select name, setting from pg_settings where source <> 'client'")) {
            String[] parts = row.split("\\|", 2);
            shown.put(parts[0], parts[1]);
        }
        return shown;
    }

    private static boolean same(Parameter parameter, String written, String shown) {
        return switch (parameter.type()) {
            case STRING -> written.equals(shown);
            case BOOL -> Hazards.isOn(written) == shown.equals("on");
            case ENUM -> written.equalsIgnoreCase(shown) || written.equals("on");
            case INTEGER, REAL ->
                    Amount.in(parameter.unit(), written)
                                    .orElseThrow()
                                    .compareTo(Amount.in("", shown).orElseThrow())
                            == 0;
        };
    }
}
