package com.dhanman.operator.api;

import static com.dhanman.operator.testkit.DryRun.assertRefused;
import static java.util.stream.Collectors.joining;

import com.dhanman.operator.testkit.DryRun;
import com.dhanman.operator.testkit.RunningOperator;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API server says to clusters that cannot be, and that it takes those that can. */
@ExtendWith(RunningOperator.class)
class PostgresValidationIT {
    private static final String STORED = "{storage: {size: 1Gi}, %s}";

    private final DryRun clusters;

    PostgresValidationIT(KubernetesClient client) {
        clusters = new DryRun(client, "PostgresCluster", "default");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    version: 17 | spec.version | greater than or equal to 18
                    version: 19 | spec.version | less than or equal to 18
                    version: latest | spec.version | must be of type integer
                    image: 'not an image' | spec.image | image must be a container image reference such as
                    image: '' | spec.image | at least 1 chars long
                    imagePullSecrets: [{}] | spec.imagePullSecrets[0].name | Required value
                    instances: 0 | spec.instances | greater than or equal to 1
                    instances: 10 | spec.instances | less than or equal to 9
                    resources: {requests: {memory: 2Gi}, limits: {memory: 1Gi}} | spec.resources | requests.memory must not be more than limits.memory
                    resources: {requests: {cpu: 3}, limits: {cpu: 2500m}} | spec.resources | requests.cpu must not be more than limits.cpu
                    resources: {limits: {memory: 2}} | spec.resources | limits.memory must be at least 256Mi, such as 2Gi: a number without a unit is bytes
                    resources: {limits: {memory: lots}} | spec.resources.limits.memory | should match
                    placement: {spread: Never} | spec.placement.spread | supported values: "Preferred", "Required"
                    placement: {topologyKey: ''} | spec.placement.topologyKey | at least 1 chars long
                    placement: {nodeSelector: {disk: 1}} | spec.placement.nodeSelector.disk | must be of type string
                    placement: {priorityClass: ''} | spec.placement.priorityClass | at least 1 chars long
                    pooler: {instances: 0} | spec.pooler.instances | greater than or equal to 1
                    pooler: {mode: Statement} | spec.pooler.mode | supported values: "Session", "Transaction"
                    pooler: {poolSize: 0} | spec.pooler.poolSize | greater than or equal to 1
                    pooler: {maxClientConnections: 100001} | spec.pooler.maxClientConnections | less than or equal to 100000
                    pooler: {resources: {requests: {memory: 2Gi}, limits: {memory: 1Gi}}} | spec.pooler.resources | requests.memory must not be more than limits.memory
                    tls: {serverSecret: ''} | spec.tls.serverSecret | at least 1 chars long
                    tls: {serverSecret: own, issuerRef: {name: company}} | spec.tls | set serverSecret (a Secret of your own) or issuerRef (an issuer of cert-manager), not both
                    tls: {issuerRef: {}} | spec.tls.issuerRef.name | Required value
                    tls: {issuerRef: {name: company, kind: Cluster}} | spec.tls.issuerRef | kind must be Issuer or ClusterIssuer; others need a group of their own
                    tls: {issuerRef: {name: company, kind: issuer, group: example.com}} | spec.tls.issuerRef.kind | kind must be a kind of object, such as ClusterIssuer
                    monitoring: {enabled: perhaps} | spec.monitoring.enabled | must be of type boolean
                    hibernated: tonight | spec.hibernated | must be of type boolean
                    deletionPolicy: Keep | spec.deletionPolicy | supported values: "Delete", "Retain"
                    replicas: 3 | `` | unknown field "spec.replicas"
                    fenced: [other-1] | `` | spec.fenced must name instances of this cluster: its own name, '-' and a number, such as main-2 of main
                    fenced: [main] | spec.fenced | fenced must be names of instances, which are the cluster's name, '-' and a number from 1 to 9
                    fenced: [main-0] | spec.fenced | fenced must be names of instances
                    fenced: [main-10] | spec.fenced | fenced must be names of instances
                    """)
    void aBadClusterIsRefused(String spec, String field, String message) {
        assertRefused(() -> create(STORED.formatted(spec)), field, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {} | spec.storage | Required value
                    {storage: {}} | spec.storage.size | Required value
                    {storage: {size: 100Mi}} | spec.storage.size | size must be at least 256Mi, such as 50Gi
                    {storage: {size: 50}} | spec.storage.size | a number without a unit is bytes
                    {storage: {size: '-1Gi'}} | spec.storage.size | size must be at least 256Mi
                    {storage: {size: big}} | spec.storage.size | should match
                    {storage: {size: 1Gi, storageClass: ''}} | spec.storage.storageClass | at least 1 chars long
                    {storage: {size: 1Gi, wal: {}}} | spec.storage.wal.size | Required value
                    {storage: {size: 1Gi, wal: {size: 10M}}} | spec.storage.wal.size | size must be at least 256Mi
                    """)
    void badStorageIsRefused(String spec, String field, String message) {
        assertRefused(() -> create(spec), field, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    replication: {mode: Async} | spec.replication.mode | supported values: "Asynchronous", "Quorum", "Synchronous"
                    replication: {mode: Asynchronous, strict: true} | spec.replication | strict and synchronousReplicas need mode Synchronous or Quorum
                    replication: {mode: Asynchronous, synchronousReplicas: 1} | spec.replication | strict and synchronousReplicas need mode Synchronous or Quorum
                    instances: 1, replication: {mode: Synchronous} | spec | replication.mode Synchronous and Quorum need a replica: set instances to 2 or more
                    instances: 1, replication: {mode: Quorum} | spec | replication.mode Synchronous and Quorum need a replica
                    instances: 2, replication: {strict: true} | spec | replication.strict needs a replica to spare
                    replication: {mode: Quorum, strict: true, synchronousReplicas: 2} | spec | instances must be at least 3 and more than synchronousReplicas + 1
                    instances: 1, replication: {strict: true} | spec | replication.strict needs a replica to spare
                    replication: {synchronousReplicas: 3} | spec | replication.synchronousReplicas must be less than instances (3 where it is absent)
                    instances: 5, replication: {synchronousReplicas: 5} | spec | replication.synchronousReplicas must be less than instances
                    instances: 1, replication: {synchronousReplicas: 1} | spec | replication.synchronousReplicas must be less than instances
                    replication: {synchronousReplicas: 0} | spec.replication.synchronousReplicas | greater than or equal to 1
                    replication: {mode: Asynchronous, maximumLagOnFailover: 0} | spec.replication.maximumLagOnFailover | maximumLagOnFailover must be at least 1Mi, such as 32Mi
                    replication: {mode: Asynchronous, maximumLagOnFailover: 32} | spec.replication.maximumLagOnFailover | maximumLagOnFailover must be at least 1Mi
                    """)
    void replicationThatCannotBeIsRefused(String spec, String field, String message) {
        assertRefused(() -> create(STORED.formatted(spec)), field, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    databases: [{}] | spec.databases[0].name | Required value
                    databases: [{name: ''}] | spec.databases[0].name | at least 1 chars long
                    databases: [{name: postgres}] | spec.databases[0].name | name must not be postgres, template0 or template1
                    databases: [{name: template0}] | spec.databases[0].name | name must not be postgres, template0 or template1
                    databases: [{name: template1}] | spec.databases[0].name | name must not be postgres, template0 or template1
                    databases: [{name: a123456789b123456789c123456789d123456789e123456789f123456789abcd}] | spec.databases[0].name | may not be more than 63
                    databases: [{name: ääääääääääääääääääääääääääääääää}] | spec.databases[0].name | name must be at most 63 bytes without control characters
                    databases: [{name: "a\\tb"}] | spec.databases[0].name | name must be at most 63 bytes without control characters
                    databases: [{name: a}, {name: a}] | spec.databases[1] | Duplicate value
                    databases: [{name: a, owner: pg_monitor}] | spec.databases[0].owner | owner must not begin with pg_, nor be postgres, replicator
                    databases: [{name: a, owner: postgres}] | spec.databases[0].owner | owner must not begin with pg_
                    databases: [{name: a, owner: dhanman_operator}] | spec.databases[0].owner | owner must not begin with pg_
                    databases: [{name: a, owner: public}] | spec.databases[0].owner | owner must not begin with pg_
                    databases: [{name: rewind}] | spec.databases[0] | set owner: the default, a role of the database's name with '-' as '_', must not
                    databases: [{name: pg-stuff}] | spec.databases[0] | set owner: the default
                    databases: [{name: dhanman-pooler}] | spec.databases[0] | set owner: the default
                    databases: [{name: a, extensions: ['a;b']}] | spec.databases[0].extensions | extensions must be names made of letters
                    databases: [{name: a, connectionLimit: 0}] | spec.databases[0].connectionLimit | greater than or equal to 1
                    databases: [{name: a, ensure: Gone}] | spec.databases[0].ensure | supported values: "Absent", "Present"
                    roles: [{login: true}] | spec.roles[0].name | Required value
                    roles: [{name: pg_mine}] | spec.roles[0].name | name must not begin with pg_, nor be postgres
                    roles: [{name: postgres}] | spec.roles[0].name | name must not begin with pg_
                    roles: [{name: replicator}] | spec.roles[0].name | name must not begin with pg_
                    roles: [{name: rewind}] | spec.roles[0].name | name must not begin with pg_
                    roles: [{name: dhanman_operator}] | spec.roles[0].name | name must not begin with pg_
                    roles: [{name: dhanman_exporter}] | spec.roles[0].name | name must not begin with pg_
                    roles: [{name: dhanman_pooler}] | spec.roles[0].name | name must not begin with pg_
                    roles: [{name: none}] | spec.roles[0].name | name must not begin with pg_
                    roles: [{name: ääääääääääääääääääääääääääääääää}] | spec.roles[0].name | name must be at most 63 bytes
                    roles: [{name: a}, {name: a}] | spec.roles[1] | Duplicate value
                    roles: [{name: a, login: false, passwordSecret: {name: s, key: k}}] | spec.roles[0] | passwordSecret is of no use to a role with login: false
                    roles: [{name: a, passwordSecret: {name: s}}] | spec.roles[0].passwordSecret.key | Required value
                    roles: [{name: a, memberOf: [postgres]}] | spec.roles[0].memberOf | memberOf must not be postgres or a role of the operator's
                    roles: [{name: a, connectionLimit: -1}] | spec.roles[0].connectionLimit | greater than or equal to 1
                    """)
    void badDatabasesAndRolesAreRefused(String spec, String field, String message) {
        assertRefused(() -> create(STORED.formatted(spec)), field, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    parameters: {work_mem: {size: 4MB}} | spec.parameters.work_mem | must have at most 0 items
                    parameters: {work_mem: {}} | spec.parameters.work_mem | should have at least 1 properties
                    parameters: {work_mem: [4MB]} | spec.parameters.work_mem | must have at most 0 items
                    parameters: {work_mem: []} | spec.parameters.work_mem | should have at least 1 items
                    parameters: [work_mem] | spec.parameters | must be of type object
                    pgHba: ["host a b all md5\\nhost all all all trust"] | spec.pgHba | pgHba must have one line an item: put what follows a line break into an item of its own
                    bootstrap: {} | spec.bootstrap.standbyOf | Required value
                    bootstrap: {standbyOf: {user: u, passwordSecret: {name: s, key: k}}} | spec.bootstrap.standbyOf.host | Required value
                    bootstrap: {standbyOf: {host: h, passwordSecret: {name: s, key: k}}} | spec.bootstrap.standbyOf.user | Required value
                    bootstrap: {standbyOf: {host: h, user: u}} | spec.bootstrap.standbyOf.passwordSecret | Required value
                    bootstrap: {standbyOf: {host: 'a,b', user: u, passwordSecret: {name: s, key: k}}} | spec.bootstrap.standbyOf.host | host must be one host name or IP address without a port
                    bootstrap: {standbyOf: {host: h, port: 0, user: u, passwordSecret: {name: s, key: k}}} | spec.bootstrap.standbyOf.port | greater than or equal to 1
                    bootstrap: {standbyOf: {host: h, slot: My-Slot, user: u, passwordSecret: {name: s, key: k}}} | spec.bootstrap.standbyOf.slot | slot must be lower-case letters, digits and '_', such as dhanman
                    """)
    void badSettingsAndBeginningsAreRefused(String spec, String field, String message) {
        assertRefused(() -> create(STORED.formatted(spec)), field, message);
    }

    @Test
    void tooManyOfAnythingAreRefused() {
        assertRefused(
                () -> create(STORED.formatted("parameters: {" + many(201, "p%d: 1") + "}")),
                "spec.parameters",
                "must have at most 200 items");
        assertRefused(
                () -> create(STORED.formatted("databases: [" + many(101, "{name: d%d}") + "]")),
                "spec.databases",
                "must have at most 100 items");
        assertRefused(
                () -> create(STORED.formatted("roles: [" + many(101, "{name: r%d}") + "]")),
                "spec.roles",
                "must have at most 100 items");
        assertRefused(
                () ->
                        create(
                                STORED.formatted(
                                        "parameters: {work_mem: '" + "x".repeat(4097) + "'}")),
                "spec.parameters.work_mem",
                "may not be more than 4096");
    }

    @ParameterizedTest
    @ValueSource(strings = {"main.v2", "2main", "a123456789b123456789c123456789d123456789e"})
    void aNameThatCannotBeThatOfWhatIsMadeOfItIsRefused(String name) {
        assertRefused(
                () -> clusters.create(name, "{storage: {size: 1Gi}}"),
                "",
                "metadata.name must be at most 40 lower-case letters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version: 18",
                "instances: 1",
                "instances: 1, replication: {}",
                "instances: 1, replication: {mode: Asynchronous, maximumLagOnFailover: 32Mi}",
                "instances: 2, replication: {mode: Synchronous}",
                "replication: {strict: true}",
                "replication: {strict: false, mode: Asynchronous}",
                "instances: 4, replication: {mode: Quorum, strict: true, synchronousReplicas: 2}",
                "instances: 2, replication: {synchronousReplicas: 1}",
                "resources: {requests: {cpu: 1, memory: 1Gi}, limits: {cpu: 1000m, memory: 1024Mi}}",
                "resources: {requests: {memory: 8Gi}}",
                "placement: {tolerations: [{key: database, operator: Exists}], nodeSelector: {disk: nvme}}",
                "fenced: [main-2, main-9]",
                "databases: [{name: 'Any name: \"with\" quotes; ünd more'}]",
                "databases: [{name: rewind, owner: app}, {name: b, owner: app, ensure: Absent}]",
                "databases: [{name: a123456789b123456789c123456789d123456789e123456789f123456789abc}]",
                "databases: [{name: a, extensions: [pg_trgm, uuid-ossp]}]",
                "roles: [{name: readers, login: false, memberOf: [pg_read_all_data]}]",
                "roles: [{name: a, passwordSecret: {name: s, key: k}}, {name: pgadmin}]",
                "pgHba: ['# of our own', '', 'hostssl reports analyst 10.0.0.0/8 scram-sha-256']",
                "pooler: {}",
                "bootstrap: {standbyOf: {host: '2001:db8::1', user: u, passwordSecret: {name: s, key: k}}}",
                "hibernated: true, deletionPolicy: Delete",
            })
    void aGoodClusterIsTaken(String spec) {
        create(STORED.formatted(spec));
    }

    /** As it stands, with YAML's numbers and switches. */
    @Test
    void theSettingsOfASeedAreTaken() {
        create(
                """
                {storage: {size: 200Gi, storageClass: fast, wal: {size: 20Gi}}, parameters: {
                max_connections: 200, shared_buffers: 4GB, effective_cache_size: 12GB,
                wal_level: replica, max_wal_size: 4GB, checkpoint_completion_target: 0.9,
                random_page_cost: 1.1, logging_collector: on, autovacuum: true,
                log_directory: '/var/log/postgresql', log_rotation_age: 1d,
                log_filename: 'postgresql-%Y-%m-%d_%H%M%S.log', TimeZone: Asia/Kolkata,
                auto_explain.log_min_duration: 250ms, vacuum_cost_limit: -1}}
                """);
    }

    @Test
    void aClusterOfAHundredDatabasesAndRolesIsTaken() {
        create(
                STORED.formatted(
                        "databases: [%s], roles: [%s], parameters: {%s}, pgHba: [%s]"
                                .formatted(
                                        many(100, "{name: prod-dhanman-%d, extensions: [pg_trgm]}"),
                                        many(100, "{name: role_%d, memberOf: [pg_monitor]}"),
                                        many(200, "custom.setting_%d: 1.5"),
                                        many(100, "'hostssl d%d all all scram-sha-256'"))));
    }

    @Test
    void theLongestNameIsTaken() {
        clusters.create("a123456789b123456789c123456789d123456789", "{storage: {size: 1Gi}}");
    }

    private void create(String spec) {
        clusters.create("main", spec);
    }

    private static String many(int count, String item) {
        return IntStream.rangeClosed(1, count).mapToObj(item::formatted).collect(joining(", "));
    }
}
