package com.dhanman.operator.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresClusterStatus;
import com.dhanman.operator.api.v1alpha1.PostgresOperationStatus;
import com.dhanman.operator.kernel.Conditions;
import com.dhanman.operator.kernel.News;
import com.dhanman.operator.postgres.patroni.Verdicts;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What happened to a cluster between two statuses: who leads, and what came of operations. */
final class ClusterNews {
    private static final String RUNNING = "Running";
    private static final String SUCCEEDED = "Succeeded";
    private static final String REPAIR = "repair";

    /** Reasons for which it is no loss that the primary takes no writes. */
    private static final Set<String> EXPECTED = Set.of(Verdicts.HIBERNATED, Verdicts.TAKING_OVER);

    private ClusterNews() {}

    static List<News> between(PostgresClusterStatus before, PostgresClusterStatus after) {
        if (before == null) {
            return List.of();
        }
        List<News> news = new ArrayList<>();
        lost(before, after).ifPresent(news::add);
        promoted(before, after).ifPresent(news::add);
        all(after).stream()
                .filter(it -> all(before).stream().noneMatch(old -> isSame(old, it)))
                .forEach(it -> operation(it).ifPresent(news::add));
        return List.copyOf(news);
    }

    private static Optional<News> lost(PostgresClusterStatus before, PostgresClusterStatus after) {
        Optional<Condition> now =
                Conditions.find(after.conditions(), Verdicts.PRIMARY_READY)
                        .filter(it -> it.getStatus().equals("False"))
                        .filter(it -> !EXPECTED.contains(it.getReason()));
        return Conditions.isTrue(before.conditions(), Verdicts.PRIMARY_READY)
                ? now.map(it -> new News(false, it.getReason(), it.getMessage()))
                : Optional.empty();
    }

    private static Optional<News> promoted(
            PostgresClusterStatus before, PostgresClusterStatus after) {
        if (after.primary() == null || after.primary().equals(before.primary())) {
            return Optional.empty();
        }
        String former = before.primary() == null ? "" : " It was %s.".formatted(before.primary());
        return Optional.of(
                new News(true, "PrimaryChanged", after.primary() + " is the primary." + former));
    }

    /** What was begun by itself, and what came of everything. */
    private static Optional<News> operation(PostgresOperationStatus operation) {
        boolean runs = RUNNING.equals(operation.state());
        boolean repairs = REPAIR.equals(operation.name());
        if (runs && !repairs) {
            return Optional.empty();
        }
        return Optional.of(
                new News(
                        SUCCEEDED.equals(operation.state()),
                        word(operation.name()) + (runs ? "Begun" : operation.state()),
                        operation.message()));
    }

    /** `rotate-passwords` as a reason: `RotatePasswords`. */
    private static String word(String name) {
        StringBuilder word = new StringBuilder();
        for (String part : name.split("-", -1)) {
            word.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
        }
        return word.toString();
    }

    private static boolean isSame(PostgresOperationStatus a, PostgresOperationStatus b) {
        return a.name().equals(b.name())
                && String.valueOf(a.request()).equals(String.valueOf(b.request()))
                && String.valueOf(a.state()).equals(String.valueOf(b.state()));
    }

    private static List<PostgresOperationStatus> all(PostgresClusterStatus status) {
        return status.operations() == null ? List.of() : status.operations();
    }
}
