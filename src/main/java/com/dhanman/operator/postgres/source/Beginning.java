package com.dhanman.operator.postgres.source;

import com.dhanman.operator.api.v1alpha1.PostgresClusterSpec;
import com.dhanman.operator.api.v1alpha1.PostgresSource;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.postgres.config.Heritage;
import com.dhanman.operator.postgres.config.Heritage.Course;
import com.dhanman.operator.postgres.config.Lineage;
import com.dhanman.operator.postgres.sql.SourceAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether what a cluster is said to begin with fits what it is by now. */
public final class Beginning {
    private static final String PROMOTE = Preflight.FIELD + ".promote";

    private Beginning() {}

    /**
     * Findings about `bootstrap`.
     *
     * @param parameters settings that instances run with, by name
     */
    public static List<Finding> findings(
            PostgresClusterSpec spec,
            Heritage heritage,
            SourceView view,
            Map<String, String> parameters) {
        Optional<PostgresSource> source = Lineage.source(spec);
        if (source.isEmpty()) {
            return removed(heritage);
        }
        boolean leaves = Lineage.isToLeave(source.get());
        if (!heritage.begun() && leaves) {
            return List.of(
                    Finding.error(
                            "NothingToPromote",
                            PROMOTE,
                            "nothing was copied yet",
                            "Delete this resource, of which nothing was made, and write it anew:"
                                    + " without promote to copy the server, without bootstrap to"
                                    + " begin empty"));
        }
        if (heritage.course() == Course.LEFT && !leaves) {
            return List.of(
                    Finding.error(
                            "PromotedBefore",
                            PROMOTE,
                            "the volumes hold data of a cluster of its own: to follow the server"
                                    + " again would throw away what was written since",
                            "Set promote: true; or, to copy the server anew, delete this resource,"
                                    + " its volumes and its ConfigMaps first"));
        }
        List<Finding> ofServer = ofServer(source.get(), heritage, view.answer(), parameters);
        return Stream.concat(ofServer.stream(), view.findings().stream()).toList();
    }

    /** Once it is begun, what is wrong with the server keeps nothing from being done here. */
    private static List<Finding> ofServer(
            PostgresSource source,
            Heritage heritage,
            Optional<SourceAnswer> answer,
            Map<String, String> parameters) {
        return heritage.begun() || answer.isEmpty()
                ? List.of()
                : Preflight.of(source, answer.get(), parameters).stream()
                        .sorted((a, b) -> a.severity().compareTo(b.severity()))
                        .toList();
    }

    private static List<Finding> removed(Heritage heritage) {
        boolean still =
                heritage.begun() && (heritage.course() == Course.FOLLOWS || !heritage.rolesMade());
        return still
                ? List.of(
                        Finding.error(
                                "BootstrapRemovedTooEarly",
                                "spec.bootstrap",
                                "the promotion is not done yet",
                                "Put it back, and take it out when Ready is True"))
                : List.of();
    }
}
