package com.dhanman.operator.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.BackupScheduleStatus;
import com.dhanman.operator.testkit.Awaited;
import com.dhanman.operator.testkit.Backups;
import com.dhanman.operator.testkit.Database;
import com.dhanman.operator.testkit.RunningOperator;
import com.dhanman.operator.testkit.RunningOperator.Operator;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of a BackupSchedule in Kubernetes; pods find no image here, and never run. */
@ExtendWith(RunningOperator.class)
class BackupIT {
    private static final String CLUSTER =
            """
            image: localhost/there-is-no-such-image:18
            instances: 1
            storage: {size: 1Gi}
            """;

    private final Operator operator;
    private final KubernetesClient client;
    private final Database database;
    private final Backups backups;

    BackupIT(Operator operator) {
        this.operator = operator;
        this.client = operator.client();
        this.database =
                new Database(client, "it-bu-" + Long.toString(System.nanoTime(), 36).toLowerCase());
        this.backups = new Backups(client, database);
    }

    @AfterEach
    void tidy() {
        database.close();
    }

    @Test
    void itWaitsForItsClusterAndFollowsChanges() {
        backups.apply();
        assertThat(backups.await(it -> true).conditions())
                .anyMatch(it -> it.getReason().equals("AwaitingCluster"));

        database.apply(CLUSTER);
        CronJob made = Awaited.until(this::cronJob, Objects::nonNull);
        assertThat(
                        made.getSpec()
                                .getJobTemplate()
                                .getSpec()
                                .getTemplate()
                                .getSpec()
                                .getContainers())
                .first()
                .matches(it -> it.getImage().equals("localhost/there-is-no-such-image:18"));

        backups.apply("suspend: true");
        Awaited.until(this::cronJob, it -> it.getSpec().getSuspend());
        BackupScheduleStatus suspended = backups.await(it -> it.nextRun() == null);
        assertThat(Backups.isTrue(suspended, "Scheduled")).isFalse();

        backups.apply("timeZone: Mars/Olympus");
        backups.await(it -> !Backups.isTrue(it, "ConfigValid"));
        assertThat(cronJob().getSpec().getSuspend()).as("what there is stays").isTrue();
    }

    @Test
    void aRequestStartsOneJobAndThenNothingIsWritten() {
        database.apply(CLUSTER);
        backups.apply();
        Awaited.until(this::cronJob, Objects::nonNull);

        backups.ask("1");
        backups.await(it -> "1".equals(it.handledRequest()));

        assertThat(jobs()).extracting(it -> it.getMetadata().getName()).contains("nightly-now-1");
        backups.await(it -> "nightly-now-1".equals(it.running()));
        client.resources(Job.class)
                .inNamespace(database.namespace())
                .withName("nightly-now-1")
                .delete();
        backups.await(it -> it.running() == null);
        Awaited.quiet(operator.api());
        assertThat(jobs()).as("what was carried out is not carried out again").isEmpty();
    }

    @Test
    void aRestoreWaitsForAClusterThatServes() {
        backups.askBack("back", "sales", "sales-back");
        backups.awaitBack("back", it -> Backups.reason(it).equals("AwaitingSchedule"));

        backups.apply();
        backups.awaitBack("back", it -> Backups.reason(it).equals("AwaitingCluster"));
        assertThat(jobs()).isEmpty();
    }

    @Test
    void withTheScheduleItsCronJobGoes() {
        database.apply(CLUSTER);
        backups.apply();
        Awaited.until(this::cronJob, Objects::nonNull);

        client.resource(backups.get()).delete();

        Awaited.until(this::cronJob, Objects::isNull);
    }

    private CronJob cronJob() {
        return client.resources(CronJob.class)
                .inNamespace(database.namespace())
                .withName(Backups.NAME)
                .get();
    }

    private List<Job> jobs() {
        return client.resources(Job.class).inNamespace(database.namespace()).list().getItems();
    }
}
