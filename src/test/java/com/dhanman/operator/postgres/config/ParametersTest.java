package com.dhanman.operator.postgres.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.kernel.Finding;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {
    /** What JSON says, and what PostgreSQL gets. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    max_connections                 | 200              | 200
                    max_connections                 | '"200"'          | 200
                    random_page_cost                | 1.1              | 1.1
                    checkpoint_completion_target    | 0.9              | 0.9
                    autovacuum                      | true             | on
                    autovacuum_naptime              | '"30s"'          | 30s
                    jit                             | false            | off
                    enable_sort                     | '"yes"'          | yes
                    synchronous_commit              | true             | on
                    synchronous_commit              | '"remote_apply"' | remote_apply
                    wal_compression                 | true             | on
                    shared_buffers                  | '"256MB"'        | 256MB
                    shared_buffers                  | 32768            | 32768
                    work_mem                        | '" 1.5 MB "'     | 1.5 MB
                    maintenance_work_mem            | '"''64MB''"'     | 64MB
                    statement_timeout               | '"1min"'         | 1min
                    log_min_duration_statement      | -1               | -1
                    log_line_prefix                 | '"%m %u "'       | %m %u
                    wal_level                       | '"logical"'      | logical
                    default_transaction_isolation   | '"repeatable read"' | repeatable read
                    DateStyle                       | '"ISO, DMY"'     | ISO, DMY
                    datestyle                       | '"iso"'          | iso
                    timezone                        | '"Asia/Kolkata"' | Asia/Kolkata
                    ssl_min_protocol_version        | '"TLSv1.3"'      | TLSv1.3
                    pg_stat_statements.max          | 20000            | 20000
                    auto_explain.log_analyze        | true             | on
                    myapp.tenant                    | '"a b"'          | a b
                    huge_pages                      | '"try"'          | try
                    lc_time                         | '"en_IN.UTF-8"'  | en_IN.UTF-8
                    search_path                     | '"\\"$user\\", app"' | "$user", app
                    """)
    void takesWhatPostgresTakes(String name, String json, String effective) {
        Parameters parameters = Specs.parameters(Specs.withParameter(name, json));

        assertThat(parameters.findings()).isEmpty();
        String canonical = KnownParameters.find(name).map(Parameter::name).orElse(name);
        assertThat(parameters.effective()).containsEntry(canonical, effective);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    max_conections         | 100             | UnknownParameter | max_connections
                    shared_bufers          | '"1GB"'         | UnknownParameter | shared_buffers
                    no_such_thing_at_all   | 1               | UnknownParameter | Take it out
                    wal_keep_segments      | 8               | UnknownParameter | wal_keep_size
                    'a b.c'                | 1               | UnknownParameter | Take it out
                    'a.b; c'               | 1               | UnknownParameter | Take it out
                    max_connections        | '"many"'        | InvalidParameter | without a unit
                    max_connections        | '"0x10"'        | InvalidParameter | without a unit
                    max_connections        | '"0200"'        | InvalidParameter | without a unit
                    max_connections        | true            | InvalidParameter | without a unit
                    max_connections        | 300000          | InvalidParameter | from 1 to 262143
                    max_connections        | 20              | InvalidParameter | 25 or more
                    max_connections        | [1]             | InvalidParameter | Write one of these
                    max_connections        | null            | InvalidParameter | Write one of these
                    shared_buffers         | '"4Gi"'         | InvalidParameter | kB, MB, GB
                    shared_buffers         | '"4gb"'         | InvalidParameter | kB, MB, GB
                    work_mem               | '"1s"'          | InvalidParameter | kB, MB, GB
                    statement_timeout      | '"1m"'          | InvalidParameter | us, ms, s, min
                    jit                    | '"maybe"'       | InvalidParameter | on or off
                    jit                    | 2               | InvalidParameter | on or off
                    wal_level              | '"hot_standby"' | InvalidParameter | replica
                    log_statement          | '"some"'        | InvalidParameter | none, ddl, mod, all
                    application_name       | '"a\\nb"'       | InvalidParameter | Take it out
                    timezone               | '"Mars/Base"'   | InvalidParameter | Asia/Kolkata
                    lc_messages            | '"de_DE.UTF-8"' | InvalidParameter | spec.image
                    shared_preload_libraries | '"timescaledb"' | InvalidParameter | spec.image
                    shared_preload_libraries | '"/tmp/x.so"' | InvalidParameter | auto_explain
                    lc_messages            | '""'            | InvalidParameter | C.UTF-8
                    search_path            | '"a b"'         | InvalidParameter | commas
                    io_max_concurrency     | 0               | InvalidParameter | -1
                    default_table_access_method | '"columnar"' | InvalidParameter | spec.image
                    timezone_abbreviations | '""'            | InvalidParameter | India
                    max_locks_per_transaction | 100000       | MemoryImpossible | limits.memory
                    max_wal_size           | '"16MB"'        | InvalidParameter | 32MB
                    notify_buffers         | 17              | InvalidParameter | 128kB
                    max_stack_depth        | '"8MB"'         | InvalidParameter | 7MB
                    wal_keep_size          | 8               | InvalidParameter | 16MB
                    max_wal_senders        | 2               | InvalidParameter | 5 or more
                    max_connections        | 25              | ''               | ''
                    listen_addresses       | '"*"'           | ManagedParameter | Services
                    port                   | 5433            | ManagedParameter | Services
                    hot_standby            | true            | ManagedParameter | Take it out
                    hba_file               | '"/x"'          | ManagedParameter | spec.pgHba
                    ssl                    | false           | ManagedParameter | spec.tls
                    ssl_ciphers            | '"HIGH"'        | ManagedParameter | spec.tls
                    archive_mode           | true            | ManagedParameter | BackupSchedule
                    restore_command        | '"cp"'          | ManagedParameter | BackupSchedule
                    primary_conninfo       | '"password=s3"' | ManagedParameter | standbyOf
                    recovery_target_time   | '"now"'         | ManagedParameter | standbyOf
                    synchronous_standby_names | '"*"'        | ManagedParameter | spec.replication
                    server_version         | '"17"'          | ManagedParameter | Take it out
                    transaction_read_only  | true            | ManagedParameter | ALTER
                    fsync                  | false           | UnsafeParameter  | Take it out
                    full_page_writes       | '"off"'         | UnsafeParameter  | Take it out
                    zero_damaged_pages     | true            | UnsafeParameter  | session
                    wal_level              | '"minimal"'     | UnsafeParameter  | logical
                    io_method              | '"io_uring"'    | UnsafeParameter  | worker
                    huge_pages             | true            | UnsafeParameter  | try
                    password_encryption    | '"md5"'         | UnsafeParameter  | Take it out
                    ssl_min_protocol_version | '"TLSv1.1"'   | UnsafeParameter  | TLSv1.2
                    synchronous_commit     | false           | UnsafeParameter  | Asynchronous
                    synchronous_commit     | '"local"'       | UnsafeParameter  | Asynchronous
                    """)
    void refusesTheRest(String name, String json, String reason, String remedy) {
        Parameters parameters = Specs.parameters(Specs.withParameter(name, json));

        if (reason.isEmpty()) {
            assertThat(parameters.findings()).isEmpty();
            return;
        }
        assertThat(parameters.findings())
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.severity()).isEqualTo(Finding.Severity.ERROR);
                            assertThat(it.reason()).isEqualTo(reason);
                            assertThat(it.field())
                                    .startsWithIgnoringCase("spec.parameters[" + name);
                            assertThat(it.remedy()).contains(remedy);
                            assertThat(it.text()).doesNotContain("s3");
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "synchronous_commit: false, WeakDurability, Asynchronous",
        "synchronous_commit: remote_write, WeakDurability, Synchronous",
        "autovacuum: false, RiskyParameter, Synchronous",
        "wal_sender_timeout: 0, RiskyParameter, Quorum",
        "max_slot_wal_keep_size: -1, DiskTight, Synchronous",
        "max_wal_size: 40GB, DiskTight, Synchronous",
        "work_mem: 64MB, MemoryTight, Synchronous",
        "maintenance_work_mem: 512MB, MemoryTight, Synchronous"
    })
    void warnsOfWhatMayGoWrong(String parameter, String reason, String mode) {
        Parameters parameters =
                Specs.parameters(
                        Specs.with(
                                "parameters: {" + parameter + "}",
                                "replication: {mode: " + mode + "}"));

        assertThat(Specs.reasons(parameters.findings())).containsExactly("WARNING " + reason);
    }

    @Test
    void takesOneSpellingOfASetting() {
        assertThat(
                        Specs.reasons(
                                Specs.parameters(
                                                Specs.with(
                                                        "parameters: {TimeZone: UTC, timezone:"
                                                                + " UTC}"))
                                        .findings()))
                .containsExactly("ERROR InvalidParameter");
    }

    @Test
    void anImageOfOnesOwnMayHoldMore() {
        assertThat(
                        Specs.parameters(
                                        Specs.with(
                                                "image: example.com/postgres:18",
                                                "parameters: {shared_preload_libraries:"
                                                        + " timescaledb, lc_time: de_DE.UTF-8}"))
                                .findings())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', pg_stat_statements",
        "auto_explain, 'auto_explain,pg_stat_statements'",
        "'pg_stat_statements, pg_prewarm', 'pg_stat_statements, pg_prewarm'"
    })
    void preloadsStatisticsBesideWhatIsAskedFor(String own, String effective) {
        assertThat(
                        Specs.parameters(
                                        Specs.withParameter(
                                                "shared_preload_libraries", '"' + own + '"'))
                                .effective())
                .containsEntry("shared_preload_libraries", effective);
    }

    @ParameterizedTest
    @ValueSource(strings = {"512Mi", "1Gi", "4Gi", "16Gi", "64Gi"})
    void fitsIntoTheMemoryOnItsOwn(String limit) {
        assertThat(Parameters.of(Specs.with(), Specs.limit(limit)).findings()).isEmpty();
    }

    @Test
    void derivesMemoryFromTheLimit() {
        assertThat(Parameters.of(Specs.with(), Specs.limit("16Gi")).effective())
                .containsAllEntriesOf(
                        Map.of(
                                "shared_buffers", "4096MB",
                                "effective_cache_size", "10240MB",
                                "maintenance_work_mem", "1024MB",
                                "work_mem", "64MB"));
    }

    @Test
    void boundsTheLogByItsVolume() {
        assertThat(Specs.parameters(Specs.with("storage: {size: 8Gi}")).effective())
                .containsEntry("max_wal_size", "1024MB")
                .containsEntry("max_slot_wal_keep_size", "2048MB");
        assertThat(
                        Specs.parameters(Specs.with("storage: {size: 8Gi, wal: {size: 4Gi}}"))
                                .effective())
                .containsEntry("max_wal_size", "1024MB")
                .containsEntry("max_slot_wal_keep_size", "2048MB");
    }

    @Test
    void refusesMoreMemoryThanThereIs() {
        assertThat(
                        Parameters.of(
                                        Specs.with("parameters: {shared_buffers: 4GB}"),
                                        Specs.limit("1Gi"))
                                .findings())
                .singleElement()
                .satisfies(it -> assertThat(it.reason()).isEqualTo("MemoryImpossible"))
                .extracting(Finding::text)
                .isEqualTo(
                        "spec.parameters[shared_buffers]: PostgreSQL would take 4 GB at its start,"
                                + " and be killed at 1 GB: shared_buffers 4 GB. Raise"
                                + " spec.resources.limits.memory to four times that, or lower"
                                + " shared_buffers.");
    }

    @Test
    void namesWhatTheMemoryIsFor() {
        assertThat(
                        Parameters.of(
                                        Specs.with(
                                                "parameters: {shared_buffers: 4GB, work_mem: 16MB,"
                                                        + " max_connections: 200,"
                                                        + " maintenance_work_mem: 1GB,"
                                                        + " autovacuum_max_workers: 4}"),
                                        Specs.limit("8Gi"))
                                .findings())
                .singleElement()
                .extracting(Finding::text)
                .isEqualTo(
                        "spec.resources.limits.memory: PostgreSQL may need more than 8 GB, and"
                                + " would be killed then: shared_buffers 4 GB + 200 connections x"
                                + " work_mem 16 MB + 4 workers of autovacuum 4 GB + 135 MB for the"
                                + " rest = 11.3 GB. Raise the limit, or lower max_connections,"
                                + " work_mem or maintenance_work_mem.");
    }

    @Test
    void comparesPoolsWithConnections() {
        Parameters parameters = Specs.parameters(Specs.with("parameters: {max_connections: 200}"));
        List<Pool> pools =
                List.of("common", "sales", "purchase", "payroll", "community", "inventory").stream()
                        .map(service -> new Pool(service, 1, 100))
                        .toList();

        assertThat(parameters.pools(pools.subList(0, 1))).isEmpty();
        assertThat(parameters.pools(pools))
                .singleElement()
                .extracting(Finding::text)
                .isEqualTo(
                        "spec.parameters[max_connections]: 6 pools (common 1 x 100, community 1 x"
                                + " 100, inventory 1 x 100, payroll 1 x 100, purchase 1 x 100, sales 1"
                                + " x 100) may open 600 connections together, and PostgreSQL takes 195"
                                + " (max_connections 200 less what is kept for superusers). Lower the"
                                + " pools' sizes, raise max_connections, or set spec.pooler.");
    }

    @Test
    void comparesThePoolerWithConnections() {
        String databases = "databases: [{name: a}, {name: b}, {name: c, ensure: Absent}]";

        assertThat(Specs.parameters(Specs.with("pooler: {}", databases)).findings()).isEmpty();
        assertThat(Specs.parameters(Specs.with("pooler: {poolSize: 20}", databases)).findings())
                .isEmpty();
        assertThat(Specs.parameters(Specs.with("pooler: {poolSize: 30}", databases)).findings())
                .singleElement()
                .extracting(Finding::text)
                .isEqualTo(
                        "spec.pooler.poolSize: 2 pods x (30 connections x 2 databases + 2 that look"
                                + " passwords up) = 124, and PostgreSQL takes 95 (max_connections 100 less what is kept for"
                                + " superusers). Lower it, or raise max_connections in"
                                + " spec.parameters.");
    }

    @Test
    void refusesStatisticsOfAWholeAndItsParts() {
        assertThat(
                        Specs.reasons(
                                Specs.parameters(
                                                Specs.with(
                                                        "parameters: {log_statement_stats: on,"
                                                                + " log_parser_stats: true}"))
                                        .findings()))
                .containsExactly("ERROR InvalidParameter");
    }

    @Test
    void leavesConnectionsForClients() {
        assertThat(
                        Specs.reasons(
                                Specs.parameters(
                                                Specs.with(
                                                        "parameters: {max_connections: 30,"
                                                                + " reserved_connections: 25}"))
                                        .findings()))
                .containsExactly("ERROR InvalidParameter");
    }
}
