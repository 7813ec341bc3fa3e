package com.dhanman.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Files in the repository that are made from others, and must not be stale. */
public final class GeneratedFiles {
    private static final boolean WRITE = "true".equals(System.getenv("GENERATE"));

    private GeneratedFiles() {}

    /** Asserts that the folder holds these files; with `make generate`, makes it so. */
    public static void assertCurrent(Path folder, Map<String, String> files) {
        files.forEach((name, content) -> assertCurrent(folder.resolve(name), content));
    }

    /** Asserts that the file has this content; with `make generate`, makes it so. */
    public static void assertCurrent(Path file, String content) {
        try {
            if (WRITE) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(file, content);
            }
            assertThat(file).as("%s is missing: run `make generate`", file).exists();
            assertThat(Files.readString(file))
                    .as("%s is stale: run `make generate` and commit the result", file)
                    .isEqualTo(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
