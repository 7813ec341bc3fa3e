package com.dhanman.operator.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/backups.md explains each reason for a failure that the program can give, and no other. */
class BackupsPageTest {
    private static final Path PAGE = Path.of("docs/backups.md");
    private static final Path PROGRAM = Path.of("src/main/images/postgres/backup/dhanman_backup");
    private static final Pattern PYTHON =
            Pattern.compile(
                    "(?:Trouble|Refused|DumpFailed|Corrupt|end)\\(\\s*(?:task, )?\"([A-Z][A-Za-z]+)\"|\"reason\": \"([A-Z][A-Za-z]+)\"|_require\\(.*, \"([A-Z][A-Za-z]+)\",");
    private static final Pattern JAVA =
            Pattern.compile("Report\\.failure\\(\\s*\"([A-Z][A-Za-z]+)\"");

    /** A note to a success, not a failure. */
    private static final Set<String> NOTES = Set.of("MuchSmaller");

    @Test
    void explainsEachFailureAndNoOther() throws IOException {
        Set<String> reasons = new TreeSet<>();
        try (Stream<Path> files = Files.list(PROGRAM)) {
            for (Path file : files.filter(it -> it.toString().endsWith(".py")).toList()) {
                reasons.addAll(found(PYTHON, file));
            }
        }
        reasons.addAll(found(JAVA, Path.of("src/main/java/com/dhanman/operator/backup/Run.java")));
        reasons.removeAll(NOTES);
        assertThat(reasons).contains("TargetFull", "DumpFailed", "Stopped", "OutOfMemory");

        String page = Files.readString(PAGE);
        String runs =
                page.substring(page.indexOf("### When a run"), page.indexOf("| other reason"));
        String restores = page.substring(page.indexOf("| `BackupMissing`"));
        String table = runs + restores.substring(0, restores.indexOf("\n\n"));
        Set<String> explained =
                Pattern.compile("(?m)^\\| (`[^|]+) \\|")
                        .matcher(table)
                        .results()
                        .flatMap(it -> Arrays.stream(it.group(1).split("[`, ]+")))
                        .filter(it -> !it.isBlank())
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(explained).isEqualTo(reasons);
    }

    private static Set<String> found(Pattern pattern, Path file) throws IOException {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(Files.readString(file));
        while (matcher.find()) {
            for (int group = 1; group <= matcher.groupCount(); group++) {
                if (matcher.group(group) != null) {
                    found.add(matcher.group(group));
                }
            }
        }
        return found;
    }
}
