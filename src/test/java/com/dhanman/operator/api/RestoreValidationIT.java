package com.dhanman.operator.api;

import static com.dhanman.operator.testkit.DryRun.assertRefused;

import com.dhanman.operator.testkit.DryRun;
import com.dhanman.operator.testkit.RunningOperator;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API server says to restores that cannot be, and that it takes those that can. */
@ExtendWith(RunningOperator.class)
class RestoreValidationIT {
    private final DryRun restores;

    RestoreValidationIT(KubernetesClient client) {
        this.restores = new DryRun(client, "Restore", "default");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    from: {schedule: nightly}, database: a                             | spec | set into, the name of the database that is made
                    from: {schedule: nightly}, into: b                                 | spec | set database, the one of the backup
                    from: {schedule: nightly}, database: a, into: b, all: true         | spec | or all, without into
                    from: {schedule: nightly}, owner: o, all: true                     | spec | or all, without into
                    from: {schedule: nightly, object: x}, all: true                    | spec | or all, without into
                    from: {schedule: nightly, object: x}, into: b                      | spec | from.object needs owner
                    from: {schedule: nightly, object: x, folder: f}, into: b, owner: o | spec.from | object stands alone
                    from: {schedule: nightly, backup: yesterday}, all: true            | spec.from.backup | at least 15 chars long
                    from: {schedule: nightly}, database: a, into: postgres             | spec.into | PostgreSQL's own
                    database: a, into: b                                               | spec.from | Required value
                    """)
    void aBadRestoreIsRefused(String spec, String field, String message) {
        assertRefused(
                () -> restores.create("back", "{cluster: main, %s}".formatted(spec)),
                field,
                message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from: {schedule: nightly}, database: a, into: b",
                "from: {schedule: nightly, backup: '20260115_203000', folder: prod/main-3f2a9c1e}, database: a, into: b, owner: o",
                "from: {schedule: nightly}, all: true",
                "from: {schedule: nightly, folder: prod/main-3f2a9c1e}, all: true, activeDeadlineSeconds: 3600",
                "from: {schedule: nightly, object: postgresql/sales.sql.gz}, into: b, owner: o",
            })
    void aGoodRestoreIsTaken(String spec) {
        restores.create("back", "{cluster: main, %s}".formatted(spec));
    }
}
