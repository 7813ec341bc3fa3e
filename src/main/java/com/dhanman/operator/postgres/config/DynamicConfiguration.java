package com.dhanman.operator.postgres.config;

import com.dhanman.operator.api.v1alpha1.PostgresClusterSpec;
import com.dhanman.operator.api.v1alpha1.PostgresReplication.Mode;
import com.dhanman.operator.api.v1alpha1.PostgresSource;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Patroni's dynamic configuration: what all instances must agree on. They take it from the
 * annotation `config` of a ConfigMap, and follow each change of it.
 */
final class DynamicConfiguration {
    private static final String NODE_COUNT = "synchronous_node_count";

    /** Patroni's name of the way in which a server outside of the cluster is copied. */
    static final String COPY = "copy";

    private static final int POSTGRES_PORT = 5432;
    private static final int INSTANCES_WITH_TWO_COPIES = 3;
    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    private DynamicConfiguration() {}

    /** The text, byte for byte as Patroni writes it itself after it made a new cluster. */
    static String json(PostgresClusterSpec spec, Configuration.Parts parts) {
        try {
            return ascii(MAPPER.writeValueAsString(of(spec, parts)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same with another number of synchronous replicas, where there are any. */
    static String withSynchronous(String json, int replicas) {
        try {
            ObjectNode all = (ObjectNode) MAPPER.readTree(json);
            if (all.has(NODE_COUNT)) {
                all.put(NODE_COUNT, replicas);
            }
            return ascii(MAPPER.writeValueAsString(all));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> of(PostgresClusterSpec spec, Configuration.Parts parts) {
        Replication replication = parts.replication();
        boolean others = Replication.instances(spec) >= INSTANCES_WITH_TWO_COPIES;
        Map<String, Object> all = new TreeMap<>();
        // A lock that is not renewed for so long is free; loop_wait + 2 * retry_timeout <= ttl.
        all.put("ttl", 20);
        all.put("loop_wait", 2);
        all.put("retry_timeout", 5);
        all.put("maximum_lag_on_failover", replication.maximumLagOnFailover());
        // A primary that crashed has so long to come back. Where a replica has all commits, that
        // one takes over at once, which is quicker than any recovery.
        all.put("primary_start_timeout", replication.mode() == Mode.Asynchronous ? 30 : 0);
        all.put("primary_stop_timeout", 30);
        // While Kubernetes is away a primary goes on if it reaches all others: with two, one that
        // is away too would stop it.
        all.put("failsafe_mode", others);
        all.put("member_slots_ttl", "30min");
        if (replication.mode() == Mode.Quorum) {
            all.put("synchronous_mode", "quorum");
        } else {
            all.put("synchronous_mode", replication.mode() == Mode.Synchronous);
        }
        if (replication.mode() != Mode.Asynchronous) {
            all.put("synchronous_mode_strict", replication.strict());
            all.put(NODE_COUNT, replication.synchronousReplicas());
        }
        all.put("postgresql", postgresql(parts, others));
        if (parts.lineage() == Lineage.FOLLOWS) {
            all.put("standby_cluster", source(Lineage.source(spec).orElseThrow()));
        }
        if (parts.paused()) {
            all.put("pause", true);
        }
        return all;
    }

    private static Map<String, Object> postgresql(Configuration.Parts parts, boolean others) {
        Map<String, Object> postgresql = new TreeMap<>();
        postgresql.put("use_pg_rewind", true);
        postgresql.put("use_slots", true);
        // What cannot be rewound is cloned anew, where two others have a copy of it.
        postgresql.put("remove_data_directory_on_rewind_failure", others);
        postgresql.put("remove_data_directory_on_diverged_timelines", others);
        postgresql.put("parameters", parts.parameters().effective());
        postgresql.put("pg_hba", parts.access().rules());
        postgresql.put("pg_ident", parts.access().identities());
        return postgresql;
    }

    private static Map<String, Object> source(PostgresSource source) {
        Map<String, Object> standby = new TreeMap<>();
        standby.put("host", source.host());
        standby.put("port", source.port() == null ? POSTGRES_PORT : source.port());
        standby.put("create_replica_methods", List.of(COPY));
        if (source.slot() != null) {
            standby.put("primary_slot_name", source.slot());
        }
        return standby;
    }

    /** As Python does by default. */
    private static String ascii(String json) {
        StringBuilder text = new StringBuilder();
        for (char letter : json.toCharArray()) {
            if (letter < 127) {
                text.append(letter);
            } else {
                text.append("\\u%04x".formatted((int) letter));
            }
        }
        return text.toString();
    }
}
