package com.dhanman.operator.api;

import static com.dhanman.operator.testkit.DryRun.assertRefused;

import com.dhanman.operator.testkit.DryRun;
import com.dhanman.operator.testkit.RunningOperator;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may become of a cluster that is there, and what would cost its data. */
@ExtendWith(RunningOperator.class)
class PostgresChangeIT {
    private static final String SOURCE =
            "host: h, user: u, slot: s, passwordSecret: {name: s, key: k}";

    private final KubernetesClient client;
    private final DryRun clusters;

    PostgresChangeIT(KubernetesClient client) {
        this.client = client;
        clusters = new DryRun(client, "PostgresCluster", "default");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    storage: {size: 1Gi, wal: {size: 2Gi}} | storage: {size: 4Gi} | spec.storage | wal can be chosen at creation only
                    storage: {size: 1Gi} | storage: {size: 1Gi, wal: {size: 1Gi}} | spec.storage | wal can be chosen at creation only
                    storage: {size: 1Gi, storageClass: a} | storage: {size: 1Gi, storageClass: b} | spec.storage | storageClass cannot be changed
                    storage: {size: 1Gi, storageClass: a} | storage: {size: 1Gi} | spec.storage | storageClass cannot be changed
                    storage: {size: 1Gi} | storage: {size: 1Gi, storageClass: a} | spec.storage | storageClass cannot be changed
                    storage: {size: 1Gi, wal: {size: 1Gi}} | storage: {size: 1Gi, wal: {size: 1Gi, storageClass: a}} | spec.storage.wal | storageClass cannot be changed
                    """)
    void whatVolumesCannotDoIsRefused(String old, String now, String field, String message) {
        assertRefused(() -> change("{" + old + "}", "{" + now + "}"), field, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            emptyValue = "",
            textBlock =
                    """
                    `` | bootstrap: {standbyOf: {SOURCE}} | spec | bootstrap cannot be added, nor removed before it was promoted
                    bootstrap: {standbyOf: {SOURCE}} | `` | spec | bootstrap cannot be added, nor removed before it was promoted
                    bootstrap: {standbyOf: {SOURCE, promote: false}} | `` | spec | bootstrap cannot be added, nor removed
                    bootstrap: {standbyOf: {SOURCE, promote: true}} | bootstrap: {standbyOf: {SOURCE, promote: false}} | spec.bootstrap.standbyOf | promote cannot be taken back
                    bootstrap: {standbyOf: {SOURCE, promote: true}} | bootstrap: {standbyOf: {SOURCE}} | spec.bootstrap.standbyOf | promote cannot be taken back
                    bootstrap: {standbyOf: {SOURCE}} | bootstrap: {standbyOf: {host: other, user: u, slot: s, passwordSecret: {name: s, key: k}}} | spec.bootstrap.standbyOf | standbyOf cannot be changed but for promote
                    bootstrap: {standbyOf: {SOURCE}} | bootstrap: {standbyOf: {SOURCE, port: 5433}} | spec.bootstrap.standbyOf | standbyOf cannot be changed but for promote
                    bootstrap: {standbyOf: {SOURCE}} | bootstrap: {standbyOf: {host: h, user: v, slot: s, passwordSecret: {name: s, key: k}}} | spec.bootstrap.standbyOf | standbyOf cannot be changed
                    bootstrap: {standbyOf: {SOURCE}} | bootstrap: {standbyOf: {host: h, user: u, slot: s, passwordSecret: {name: t, key: k}}} | spec.bootstrap.standbyOf | standbyOf cannot be changed
                    bootstrap: {standbyOf: {SOURCE}} | bootstrap: {standbyOf: {host: h, user: u, passwordSecret: {name: s, key: k}}} | spec.bootstrap.standbyOf | standbyOf cannot be changed
                    instances: 3, replication: {strict: true} | instances: 2, replication: {strict: true} | spec | replication.strict needs a replica to spare
                    version: 18 | version: 17 | spec.version | greater than or equal to 18
                    """)
    void whatCannotBeTakenBackIsRefused(String old, String now, String field, String message) {
        assertRefused(() -> change(stored(old), stored(now)), field, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            emptyValue = "",
            textBlock =
                    """
                    `` | storage: {size: 100Gi}
                    `` | storage: {size: 1024Mi}
                    storage: {size: 1Gi, wal: {size: 1Gi}} | storage: {size: 1Gi, wal: {size: 2Gi}}
                    bootstrap: {standbyOf: {SOURCE}} | bootstrap: {standbyOf: {SOURCE, promote: true}}
                    bootstrap: {standbyOf: {SOURCE, promote: false}} | bootstrap: {standbyOf: {SOURCE, promote: true}}
                    bootstrap: {standbyOf: {SOURCE}} | bootstrap: {standbyOf: {SOURCE, port: 5432, promote: false}}
                    bootstrap: {standbyOf: {SOURCE, promote: true}} | ``
                    deletionPolicy: Retain | deletionPolicy: Delete
                    deletionPolicy: Delete | ``
                    version: 18 | ``
                    instances: 5 | instances: 1
                    replication: {mode: Quorum} | replication: {mode: Asynchronous}
                    databases: [{name: a}, {name: b}] | databases: [{name: b, owner: o}]
                    pooler: {} | ``
                    hibernated: true | hibernated: false
                    """)
    void whatMayChangeIsTaken(String old, String now) {
        change(stored(old), stored(now));
    }

    @Test
    void whatAnEnvironmentsClusterCannotDoIsRefusedThere() {
        DryRun environments = new DryRun(client, "TenantEnvironment", "");
        String of = "{stage: QA, postgres: {storage: {size: %s, storageClass: %s}}}";
        var stored = client.resource(environments.resource("changed", of.formatted("2Gi", "a")));
        stored.fieldManager("test").forceConflicts().serverSideApply();
        try {
            assertRefused(
                    () -> environments.apply("changed", of.formatted("2Gi", "b")),
                    "spec.postgres.storage",
                    "storageClass cannot be changed");
            environments.apply("changed", of.formatted("3Gi", "a"));
        } finally {
            stored.delete();
        }
    }

    /** A spec, of the smallest storage where it says nothing of it. */
    private static String stored(String spec) {
        String whole = spec.replace("SOURCE", SOURCE);
        return whole.contains("storage:")
                ? "{" + whole + "}"
                : "{storage: {size: 1Gi}, " + whole + "}";
    }

    private void change(String old, String now) {
        var stored = client.resource(clusters.resource("changed", old));
        stored.fieldManager("test").forceConflicts().serverSideApply();
        try {
            clusters.apply("changed", now);
        } finally {
            stored.delete();
        }
    }
}
