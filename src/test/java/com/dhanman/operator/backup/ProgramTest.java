package com.dhanman.operator.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.testkit.Shell;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The program that Jobs run, which is in Python and has tests of its own: against an S3 server in
 * memory that fails on purpose, with stand-ins for PostgreSQL's programs. Each shows here.
 */
class ProgramTest {
    private static final Pattern RESULT =
            Pattern.compile("(?m)^(test_\\w+) \\(([\\w.]+)\\).*? \\.\\.\\. (\\w+)");

    @TestFactory
    Stream<DynamicTest> tests() {
        Assumptions.assumeTrue(
                Shell.attempt("sh", "-c", "command -v python3").status() == 0,
                "the backup program's tests need python3");
        String output =
                Shell.attempt(
                                "sh",
                                "-c",
                                "cd src/test/images/backup && python3 -B -W ignore -m unittest -b -v")
                        .output();
        Stream<DynamicTest> each =
                RESULT.matcher(output).results().map(it -> test(it, output)).toList().stream();
        DynamicTest all =
                DynamicTest.dynamicTest(
                        "all of them", () -> assertThat(output).containsPattern("(?m)^OK"));
        return Stream.concat(each, Stream.of(all));
    }

    private static DynamicTest test(MatchResult result, String output) {
        return DynamicTest.dynamicTest(
                result.group(1).substring("test_".length()).replace('_', ' '),
                () -> assertThat(result.group(3)).as(output).isEqualTo("ok"));
    }
}
