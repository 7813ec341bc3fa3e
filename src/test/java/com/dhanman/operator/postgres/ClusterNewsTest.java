package com.dhanman.operator.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.PostgresClusterStatus;
import com.dhanman.operator.api.v1alpha1.PostgresOperationStatus;
import com.dhanman.operator.kernel.News;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterNewsTest {
    private final PostgresClusterStatus calm = status("main-1", "TakesWrites");

    @Test
    void nothingIsNewsWhereNothingHappened() {
        assertThat(ClusterNews.between(null, calm)).isEmpty();
        assertThat(ClusterNews.between(calm, calm)).isEmpty();
    }

    @Test
    void aFailoverIsNewsTwice() {
        PostgresClusterStatus lost = status("main-1", "NoPrimary");
        PostgresClusterStatus found = status("main-2", "TakesWrites");

        assertThat(ClusterNews.between(calm, lost))
                .containsExactly(new News(false, "NoPrimary", "as told"));
        assertThat(ClusterNews.between(lost, found))
                .containsExactly(
                        new News(true, "PrimaryChanged", "main-2 is the primary. It was main-1."));
    }

    @Test
    void hibernationIsNoLoss() {
        assertThat(ClusterNews.between(calm, status("main-1", "Hibernated"))).isEmpty();
    }

    @Test
    void whatCameOfAnOperationIsNewsOnce() {
        PostgresClusterStatus running =
                status("main-1", "TakesWrites", operation("rotate-passwords", "Running"));
        PostgresClusterStatus done =
                status("main-1", "TakesWrites", operation("rotate-passwords", "Failed"));

        assertThat(ClusterNews.between(calm, running)).isEmpty();
        assertThat(ClusterNews.between(running, done))
                .containsExactly(new News(false, "RotatePasswordsFailed", "as it went"));
        assertThat(ClusterNews.between(done, done)).isEmpty();
    }

    @Test
    void aRepairIsNewsFromItsBeginning() {
        PostgresClusterStatus running =
                status("main-1", "TakesWrites", operation("repair", "Running"));
        PostgresClusterStatus done =
                status("main-1", "TakesWrites", operation("repair", "Succeeded"));

        assertThat(ClusterNews.between(calm, running))
                .containsExactly(new News(false, "RepairBegun", "as it went"));
        assertThat(ClusterNews.between(running, done))
                .containsExactly(new News(true, "RepairSucceeded", "as it went"));
    }

    private static PostgresOperationStatus operation(String name, String state) {
        return new PostgresOperationStatus(name, "main-2@1", state, "as it went", null, null);
    }

    private static PostgresClusterStatus status(
            String primary, String reason, PostgresOperationStatus... operations) {
        String ready =
                Serialization.asJson(
                        new ConditionBuilder()
                                .withType("PrimaryReady")
                                .withStatus(reason.equals("TakesWrites") ? "True" : "False")
                                .withReason(reason)
                                .withMessage("as told")
                                .build());
        return Serialization.unmarshal(
                "{\"primary\":\"%s\",\"conditions\":[%s],\"operations\":%s}"
                        .formatted(primary, ready, Serialization.asJson(List.of(operations))),
                PostgresClusterStatus.class);
    }
}
