package com.dhanman.operator.install;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The table of values in the chart's README, made from the `# --` comments of values.yaml. */
final class ValuesTable {
    private static final Pattern KEY = Pattern.compile("^( *)([A-Za-z]+):.*$");
    private static final String BEGIN =
            "<!-- values: made from values.yaml by `make generate` -->\n";
    private static final String END = "<!-- end of values -->\n";

    private ValuesTable() {}

    /** The README with the table as it must be. */
    static String into(String readme, String values) {
        int begin = readme.indexOf(BEGIN) + BEGIN.length();
        return readme.substring(0, begin) + of(values) + readme.substring(readme.indexOf(END));
    }

    private static String of(String values) {
        Map<String, Object> defaults = Chart.parse(values);
        String rows =
                documented(values).entrySet().stream()
                        .map(
                                row ->
                                        "| `%s` | `%s` | %s |\n"
                                                .formatted(
                                                        row.getKey(),
                                                        json(find(defaults, row.getKey())),
                                                        row.getValue()))
                        .collect(Collectors.joining());
        return "| value | default | meaning |\n|---|---|---|\n" + rows;
    }

    /** Path of a value, such as image.tag, to its comment. */
    static Map<String, String> documented(String values) {
        Map<String, String> found = new LinkedHashMap<>();
        Deque<String> path = new ArrayDeque<>();
        List<String> comment = new ArrayList<>();
        for (String line : values.lines().toList()) {
            Matcher key = KEY.matcher(line);
            if (line.strip().startsWith("#")) {
                comment.add(line.strip().replaceFirst("^# ?(-- )?", ""));
            } else if (key.matches()) {
                while (path.size() > key.group(1).length() / 2) {
                    path.removeLast();
                }
                path.addLast(key.group(2));
                if (!comment.isEmpty()) {
                    found.put(String.join(".", path), String.join(" ", comment));
                }
                comment.clear();
            }
        }
        return found;
    }

    /** The value at a path. */
    static Object find(Map<String, Object> values, String path) {
        Object value = values;
        for (String key : path.split("\\.")) {
            value = ((Map<?, ?>) value).get(key);
        }
        return value;
    }

    private static String json(Object value) {
        try {
            return new ObjectMapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
