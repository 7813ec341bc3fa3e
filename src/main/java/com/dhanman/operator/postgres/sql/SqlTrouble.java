package com.dhanman.operator.postgres.sql;

import com.dhanman.operator.kernel.Finding;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What errors of PostgreSQL mean, by their code. */
final class SqlTrouble {
    /**
     * Beginnings of codes of what passes by itself: connections, resources, conflicts between
     * sessions, the server's operator stepping in, its disks, and its own faults.
     */
    private static final List<String> PASSING =
            List.of("08", "25006", "28", "40", "53", "55006", "55P03", "57", "58", "XX");

    private static final List<String> LOST = List.of("08", "57P01", "57P02", "57P03", "57P05");

    private static final Map<String, String> WORDS =
            Map.of(
                    "08001", "it cannot be reached",
                    "25006", "it takes no writes, so it is not the primary",
                    "53300", "it has no connection left",
                    "55P03", "somebody else's lock was in the way for too long",
                    "57014", "it took too long and was cancelled",
                    "57P03", "it is starting or stopping");

    private SqlTrouble() {}

    static boolean isPassing(SQLException e) {
        return PASSING.stream().anyMatch(state(e)::startsWith);
    }

    static boolean isConnectionLost(SQLException e) {
        return LOST.stream().anyMatch(state(e)::startsWith);
    }

    /** In our words, or the server's first line. Details and statements may tell too much. */
    static String text(SQLException e) {
        String words = WORDS.get(state(e));
        if (words != null) {
            return words;
        }
        ServerErrorMessage server =
                e instanceof PSQLException failure ? failure.getServerErrorMessage() : null;
        return server == null || server.getMessage() == null
                ? firstLine(String.valueOf(e.getMessage()))
                : server.getMessage();
    }

    static Finding finding(SqlStatement statement, SQLException e) {
        String hint =
                e instanceof PSQLException failure && failure.getServerErrorMessage() != null
                        ? failure.getServerErrorMessage().getHint()
                        : null;
        return Finding.error(
                "Refused",
                statement.subject(),
                "PostgreSQL refused to carry this out: " + text(e),
                hint == null ? "Mend that, or change what is declared" : withoutFullStop(hint));
    }

    private static String state(SQLException e) {
        return e.getSQLState() == null ? "" : e.getSQLState();
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static String withoutFullStop(String text) {
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
