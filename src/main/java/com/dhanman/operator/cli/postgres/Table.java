package com.dhanman.operator.cli.postgres;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Rows in columns that are as wide as they have to be; nothing at all without a row. */
final class Table {
    private static final String GAP = "   ";

    private final List<List<String>> rows = new ArrayList<>();

    Table(Object... headings) {
        row(headings);
    }

    void row(Object... cells) {
        rows.add(Stream.of(cells).map(it -> Objects.toString(it, "-")).toList());
    }

    void print(PrintWriter out) {
        if (rows.size() == 1) {
            return;
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                line.append(row.get(column));
                if (column < row.size() - 1) {
                    line.repeat(' ', width(column) - row.get(column).length()).append(GAP);
                }
            }
            out.println(line);
        }
        out.println();
    }

    private int width(int column) {
        return rows.stream().mapToInt(it -> it.get(column).length()).max().orElse(0);
    }
}
