package com.dhanman.operator.postgres.sql;

import com.dhanman.operator.kernel.Finding;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What makes a database what it should be, seen from inside. */
final class InsideStatements {
    private static final int SIMILAR = 5;

    private InsideStatements() {}

    /**
     * What a database has.
     *
     * @param publicOwner owner of schema public, or null where it was dropped
     * @param publicOpen whether everybody may make objects in it
     * @param extensions those that are in it
     * @param available those that could be, with the schema that they insist on or ""; only known
     *     where one is missing
     */
    record Inside(
            String publicOwner,
            boolean publicOpen,
            Set<String> extensions,
            Map<String, String> available) {}

    static Step of(DesiredDatabase database, Inside is) {
        Step step = new Step();
        String subject = DatabaseStatements.subject(database.name());
        if ("postgres".equals(is.publicOwner())) {
            // As in databases that PostgreSQL 15 and later made.
            step.send(
                    SqlStatement.plain(
                            subject,
                            subject + ": schema public is its owner's now",
                            "ALTER SCHEMA public OWNER TO pg_database_owner"));
        }
        if (is.publicOpen()) {
            step.find(
                    Finding.warning(
                            "PublicSchemaOpen",
                            subject,
                            "whoever may connect can make objects in schema public",
                            "Run in it, if nobody needs that: REVOKE CREATE ON SCHEMA public FROM"
                                    + " PUBLIC"));
        }
        database.extensions().stream()
                .filter(extension -> !is.extensions().contains(extension))
                .forEach(extension -> extension(step, database, extension, is));
        return step;
    }

    private static void extension(
            Step step, DesiredDatabase database, String extension, Inside is) {
        String subject = "extension " + extension + " in database " + database.name();
        String schema = is.available().get(extension);
        if (schema == null) {
            step.find(unavailable(subject, extension, is.available().keySet()));
            return;
        }
        // The session's search path is empty on purpose, so an extension needs to be told where.
        String where = schema.isEmpty() ? " SCHEMA public" : "";
        step.send(
                SqlStatement.plain(
                        subject,
                        subject + " made",
                        "CREATE EXTENSION " + Quoted.name(extension) + where + " CASCADE"));
    }

    private static Finding unavailable(String subject, String extension, Set<String> available) {
        List<String> similar =
                available.stream()
                        .filter(name -> Similarity.isSimilar(extension, name))
                        .sorted(
                                Comparator.<String>comparingInt(
                                                name -> Similarity.distance(extension, name))
                                        .thenComparing(Comparator.naturalOrder()))
                        .limit(SIMILAR)
                        .toList();
        String remedy =
                similar.isEmpty()
                        ? "Use an image that has it (spec.image), or take it off the list"
                        : "Did you mean "
                                + similar.stream()
                                        .map(name -> "`" + name + "`")
                                        .collect(Collectors.joining(" or "))
                                + "? Or use an image that has it (spec.image)";
        return Finding.error(
                "ExtensionUnavailable", subject, "the image does not have this extension", remedy);
    }
}
