package com.dhanman.operator.postgres;

import com.dhanman.operator.api.v1alpha1.PostgresPooler;
import com.dhanman.operator.kernel.PoolerSettings;
import com.dhanman.operator.postgres.config.HostBasedAccess;
import com.dhanman.operator.postgres.sql.PoolerLookup;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;

/**
 * The ConfigMap of pgbouncer.ini, which holds no secret. Pods read a changed one anew without
 * losing a client.
 *
 * <p>Settings: <a href="https://www.pgbouncer.org/config.html">pgbouncer.ini</a>.
 */
final class PoolerFile {
    static final String NAME = "pgbouncer.ini";

    /** Where clients of a pod are let in to look passwords up, beside the databases themselves. */
    private static final String LOOKUP = "dhanman_pooler";

    /**
     * Runs on each new connection before clients get it. In a failover the Service may lead to the
     * former primary for a moment, which is a replica by then; a connection to it would stay in the
     * pool, and refuse all writes. An error would be ignored, so the connection ends itself.
     */
    private static final String ONLY_PRIMARY =
            "SELECT pg_catalog.pg_terminate_backend(pg_catalog.pg_backend_pid())"
                    + " WHERE pg_catalog.pg_is_in_recovery()";

    private static final String TEMPLATE =
            """
            [databases]
            %1$s = %2$s dbname=%3$s pool_size=%4$d
            * = %2$s

            [pgbouncer]
            listen_addr = *
            listen_port = %5$d
            unix_socket_dir = %6$s

            pool_mode = %7$s
            max_client_conn = %8$d
            default_pool_size = %9$d
            max_prepared_statements = 200
            ; pgjdbc sends it, and PostgreSQL has what it asks for anyhow
            ignore_startup_parameters = extra_float_digits

            auth_type = scram-sha-256
            auth_user = %10$s
            auth_dbname = %1$s
            auth_query = %11$s

            client_tls_sslmode = require
            client_tls_cert_file = %12$s/tls.crt
            client_tls_key_file = %12$s/tls.key
            server_tls_sslmode = verify-full
            server_tls_ca_file = %13$s/ca.crt
            server_tls_cert_file = %13$s/tls.crt
            server_tls_key_file = %13$s/tls.key

            ; in a failover clients that wait go on as soon as there is a primary
            server_connect_timeout = 3
            server_login_retry = 0.2
            query_wait_timeout = 60
            ; a node that is gone is noticed within 11 seconds
            tcp_keepidle = 5
            tcp_keepintvl = 2
            tcp_keepcnt = 3
            tcp_user_timeout = 10000

            log_connections = 0
            log_disconnections = 0
            log_stats = 0

            ; written by the pod: its own number, and the other pods, which requests to cancel may be for
            %%include %6$s/peers.ini
            """;

    private PoolerFile() {}

    /**
     * Makes it.
     *
     * @param clientConnections how many connections PostgreSQL takes from clients
     */
    static ConfigMap of(ClusterSettings settings, PoolerSettings pooler, int clientConnections) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(ClusterNames.pooler(settings.name()))
                .withNamespace(settings.namespace())
                .withLabels(settings.labels())
                .endMetadata()
                .addToData(NAME, text(settings, pooler, pooler.poolSize(clientConnections)))
                .build();
    }

    private static String text(ClusterSettings settings, PoolerSettings pooler, int poolSize) {
        return TEMPLATE.formatted(
                LOOKUP,
                server(settings),
                PoolerLookup.DATABASE,
                PoolerSettings.LOOKUPS,
                ClusterNames.POSTGRES_PORT,
                PoolerContainer.RUN,
                pooler.mode() == PostgresPooler.Mode.Session ? "session" : "transaction",
                pooler.maxClientConnections(),
                poolSize,
                HostBasedAccess.POOLER,
                PoolerLookup.QUERY,
                PoolerContainer.SERVER_TLS,
                PoolerContainer.CLIENT_TLS);
    }

    private static String server(ClusterSettings settings) {
        return "host=%s.%s.svc port=%d connect_query='%s'"
                .formatted(
                        ClusterNames.readWrite(settings.name()),
                        settings.namespace(),
                        ClusterNames.POSTGRES_PORT,
                        ONLY_PRIMARY);
    }
}
