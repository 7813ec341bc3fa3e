package com.dhanman.operator.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Renders CRDs as one page: a section a kind, in it one for each structure. A structure that was
 * there before is referred to, not repeated.
 */
final class ApiReference {
    private static final String HEAD = "| field | type | required | limits | meaning |";

    private final StringBuilder page = new StringBuilder();

    /** Title of the section that has a structure, by the structure. */
    private final Map<String, String> sections = new HashMap<>();

    /** Specs of the kinds so far, by kind. */
    private final Map<String, FieldSchema> specs = new LinkedHashMap<>();

    String of(List<JsonNode> crds) {
        line("# API reference");
        line("");
        line(
                "<!-- Made from crds/ by `make generate`: change the doc comments of the API's records. -->");
        line("");
        line(
                "Every field of every kind, as `kubectl explain` has it. `limits` is what the API server");
        line(
                "refuses to break; a sentence in it is the message of its refusal. Most defaults are not");
        line(
                "in the resource but [in the operator](adr/0005-defaults-in-code.md): each field says its");
        line(
                "own. A quantity is a number with or without a unit, such as `2`, `250m` or `2Gi`. What");
        line("conditions say is in [conditions.md](conditions.md).");
        crds.forEach(this::kind);
        return page.toString();
    }

    private void kind(JsonNode crd) {
        JsonNode names = crd.at("/spec/names");
        JsonNode version = crd.at("/spec/versions/0");
        FieldSchema root = new FieldSchema(version.at("/schema/openAPIV3Schema"));
        String kind = names.path("kind").asText();
        section(2, kind);
        line(text(root.description()));
        line("");
        line("| | |");
        line("|---|---|");
        row(
                "apiVersion",
                code(crd.at("/spec/group").asText() + "/" + version.path("name").asText()));
        row("short name", list(names.path("shortNames")));
        row("category", list(names.path("categories")));
        row("scope", crd.at("/spec/scope").asText());
        row("columns", columns(version, 0));
        row("columns of `-o wide`", columns(version, 1));
        root.rules().forEach(rule -> row("rule", text(rule)));
        spec(kind, root.field("spec"));
        status(kind, root.field("status"));
    }

    private void spec(String kind, FieldSchema spec) {
        section(3, kind + " spec");
        line(text(spec.description()));
        spec.rules().forEach(rule -> line("\nRule: " + text(rule) + "."));
        line("");
        tableHead();
        Map<String, FieldSchema> later = new LinkedHashMap<>();
        for (String name : spec.fields()) {
            FieldSchema field = spec.field(name);
            String title = kind + " " + name;
            field(name, field, spec.required().contains(name), reference(field, title));
            if (field.hasFields() && !sections.containsKey(field.structure())) {
                sections.put(field.structure(), title);
                later.put(title, field);
            }
        }
        specs.put(kind, spec);
        later.forEach(this::structure);
    }

    private String reference(FieldSchema field, String title) {
        if (!field.hasFields()) {
            return "";
        }
        String section = sections.getOrDefault(field.structure(), title);
        return " Fields: " + link(section) + ".";
    }

    private void structure(String title, FieldSchema structure) {
        section(4, title);
        List<String> own = structure.fields();
        for (Map.Entry<String, FieldSchema> other : specs.entrySet()) {
            if (includes(structure, other.getValue())) {
                own.removeAll(other.getValue().fields());
                line("All fields of %s, and:".formatted(link(other.getKey() + " spec")));
                line("");
            }
        }
        tableHead();
        Map<String, String> here = new HashMap<>();
        own.forEach(name -> nested(name, structure, name, here));
    }

    /** Whether a structure takes in the whole of another. */
    private static boolean includes(FieldSchema structure, FieldSchema other) {
        return structure.fields().size() > other.fields().size()
                && other.fields().stream()
                        .allMatch(it -> structure.field(it).node().equals(other.field(it).node()));
    }

    /** A row for a field, and rows for those within it. */
    private void nested(String path, FieldSchema owner, String name, Map<String, String> here) {
        FieldSchema field = owner.field(name);
        String shown = path + (field.isList() && field.hasFields() ? "[]" : "");
        String before = here.get(field.structure());
        String section = sections.get(field.structure());
        String hint = "";
        if (field.hasFields() && before != null) {
            hint = " Fields: as in `%s`.".formatted(before);
        } else if (field.hasFields() && section != null) {
            hint = " Fields: " + link(section) + ".";
        }
        field(hint.isEmpty() ? shown : path, field, owner.required().contains(name), hint);
        if (field.hasFields() && hint.isEmpty()) {
            here.put(field.structure(), path);
            field.fields().forEach(it -> nested(shown + "." + it, field, it, here));
        }
    }

    private void status(String kind, FieldSchema status) {
        section(3, kind + " status");
        line(text(status.description()));
        line("");
        line("| field | type | meaning |");
        line("|---|---|---|");
        status.fields().forEach(name -> reported(name, status.field(name), kind));
    }

    /** A row for a field of a status, and rows for those within it; conditions have a page. */
    private void reported(String path, FieldSchema field, String kind) {
        boolean conditions = path.equals("conditions");
        String hint =
                conditions
                        ? " Each has %s: see [conditions.md](conditions.md#%s)."
                                .formatted(code(String.join("`, `", field.fields())), anchor(kind))
                        : "";
        line("| `%s` | %s | %s%s |".formatted(path, field.type(), text(field.description()), hint));
        if (field.hasFields() && !conditions) {
            String shown = path + (field.isList() ? "[]" : "");
            field.fields().forEach(name -> reported(shown + "." + name, field.field(name), kind));
        }
    }

    private void tableHead() {
        line(HEAD);
        line("|---|---|---|---|---|");
    }

    private void field(String path, FieldSchema field, boolean required, String hint) {
        line(
                "| `%s` | %s | %s | %s | %s%s |"
                        .formatted(
                                path,
                                field.type(),
                                required ? "yes" : "",
                                text(field.limits()),
                                text(field.description()),
                                hint));
    }

    private static String columns(JsonNode version, int priority) {
        List<String> columns = new ArrayList<>();
        for (JsonNode column : version.path("additionalPrinterColumns")) {
            if (column.path("priority").asInt() == priority) {
                columns.add(column.path("name").asText());
            }
        }
        return columns.isEmpty() ? "none" : String.join(", ", columns);
    }

    private void section(int level, String title) {
        line("");
        line("#".repeat(level) + " " + title);
        line("");
    }

    private void row(String name, String value) {
        line("| %s | %s |".formatted(name, value));
    }

    private void line(String line) {
        page.append(line).append('\n');
    }

    private static String list(JsonNode values) {
        List<String> texts = new ArrayList<>();
        values.forEach(it -> texts.add(code(it.asText())));
        return String.join(", ", texts);
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private static String link(String title) {
        return "[%s](#%s)".formatted(title, anchor(title));
    }

    /** As GitHub makes it of a title. */
    static String anchor(String title) {
        return title.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    /** Outside of code, Markdown would take these as its own. */
    private static String text(String text) {
        String[] parts = text.replace("|", "\\|").split("`", -1);
        for (int i = 0; i < parts.length; i += 2) {
            parts[i] = parts[i].replace("<", "&lt;").replace("*", "\\*");
        }
        return String.join("`", parts);
    }
}
