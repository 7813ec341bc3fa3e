package com.dhanman.operator.postgres.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line of pg_hba.conf, taken apart as PostgreSQL does: fields are separated by blanks, and a
 * comma joins words to one field.
 */
record Words(List<List<Word>> fields) {
    record Word(String text, boolean quoted) {}

    /** Nothing where a quotation mark is not closed. */
    static Optional<Words> of(String line) {
        List<List<Word>> fields = new ArrayList<>();
        boolean goesOn = false;
        int at = 0;
        while (at < line.length() && line.charAt(at) != '#') {
            char next = line.charAt(at);
            if (next == ' ' || next == '\t') {
                at++;
            } else if (next == ',') {
                goesOn = !fields.isEmpty();
                at++;
            } else {
                int end = end(line, at);
                if (end < 0) {
                    return Optional.empty();
                }
                add(fields, goesOn, word(line.substring(at, end)));
                goesOn = false;
                at = end;
            }
        }
        return Optional.of(new Words(fields));
    }

    /** The words of a field, none where the line ends before it. */
    List<Word> field(int position) {
        return position < fields.size() ? fields.get(position) : List.of();
    }

    /** The only word of a field. */
    Optional<String> single(int position) {
        List<Word> words = field(position);
        return words.size() == 1 ? Optional.of(words.getFirst().text()) : Optional.empty();
    }

    private static void add(List<List<Word>> fields, boolean goesOn, Word word) {
        if (!goesOn) {
            fields.add(new ArrayList<>());
        }
        fields.getLast().add(word);
    }

    private static Word word(String raw) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) != '"') {
                text.append(raw.charAt(i));
            } else if (i > 0 && raw.charAt(i - 1) == '"' && i < raw.length() - 1) {
                text.append('"');
            }
        }
        return new Word(text.toString(), raw.startsWith("\""));
    }

    private static int end(String line, int start) {
        boolean quoted = false;
        int at = start;
        while (at < line.length() && (quoted || " \t,#".indexOf(line.charAt(at)) < 0)) {
            if (line.charAt(at) == '"') {
                quoted = !quoted;
            }
            at++;
        }
        return quoted ? -1 : at;
    }
}
