package com.dhanman.operator.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.cli.Commands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Resources that pages show as examples can be carried out. */
class ExamplesTest {
    private static final List<Path> PAGES =
            List.of(Path.of("README.md"), Path.of("helm/dhanman-operator/templates/NOTES.txt"));

    /** A document from its first line to the end of the block that it is in. */
    private static final Pattern EXAMPLE =
            Pattern.compile("(?ms)^apiVersion: platform\\.dhanman\\.com/.*?(?=^```|^EOF)");

    @TestFactory
    Stream<DynamicTest> examples(@TempDir Path folder) throws IOException {
        return PAGES.stream()
                .map(page -> DynamicTest.dynamicTest(page.toString(), () -> check(page, folder)));
    }

    private static void check(Path page, Path folder) throws IOException {
        List<String> examples =
                EXAMPLE.matcher(Files.readString(page)).results().map(it -> it.group()).toList();
        assertThat(examples).isNotEmpty();
        for (String example : examples) {
            Path file = Files.writeString(folder.resolve("example.yaml"), example);
            assertThat(render(file)).contains("kind: \"Deployment\"");
        }
    }

    private static String render(Path file) {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            assertThat(Commands.execute("render", "-f", file.toString())).isZero();
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
