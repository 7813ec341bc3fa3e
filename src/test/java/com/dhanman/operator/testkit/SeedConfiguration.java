package com.dhanman.operator.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The postgresql.conf of Dhanman's VPS. */
public final class SeedConfiguration {
    private static final Path CONF = Path.of("src/test/resources/postgres/seed-postgresql.conf");

    private SeedConfiguration() {}

    /** Its settings as a map in YAML, each on a line of its own. */
    public static String yaml() throws IOException {
        StringBuilder yaml = new StringBuilder();
        settings().forEach((name, value) -> yaml.append("%s: %s%n".formatted(name, value)));
        return yaml.toString();
    }

    /** As they are written, strings in their quotes. */
    public static Map<String, String> settings() throws IOException {
        Map<String, String> settings = new TreeMap<>();
        for (String line : Files.readAllLines(CONF)) {
            String text = line.replaceFirst("#.*", "").strip();
            if (!text.isEmpty()) {
                String[] parts = text.split("\\s*=\\s*", 2);
                settings.put(parts[0], parts[1]);
            }
        }
        return settings;
    }
}
