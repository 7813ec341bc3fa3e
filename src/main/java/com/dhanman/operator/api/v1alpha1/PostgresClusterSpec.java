package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** What a cluster is: how many instances, how safe, how large, and what is in it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "self.?version.orValue(18) >= oldSelf.?version.orValue(18)",
        message =
                "version cannot be lowered: PostgreSQL does not read data of a newer major version."
                        + " Make a new cluster and restore a dump into it")
@ValidationRule(
        value = "self.?replication.?synchronousReplicas.orValue(0) < self.?instances.orValue(3)",
        message =
                "replication.synchronousReplicas must be less than instances (3 where it is absent):"
                        + " the primary is none of its own replicas")
@ValidationRule(
        value =
                "!self.?replication.?strict.orValue(false) ||"
                        + " self.?replication.?synchronousReplicas.orValue(1) + 1 <"
                        + " self.?instances.orValue(3)",
        message =
                "replication.strict needs a replica to spare, or one lost replica stops all writes:"
                        + " instances must be at least 3 and more than synchronousReplicas + 1")
@ValidationRule(
        value =
                "self.?replication.?mode.orValue('Asynchronous') == 'Asynchronous' ||"
                        + " self.?instances.orValue(3) > 1",
        message =
                "replication.mode Synchronous and Quorum need a replica: set instances to 2 or more,"
                        + " or remove replication.mode")
@ValidationRule(
        value =
                "has(self.bootstrap) ? has(oldSelf.bootstrap) : !has(oldSelf.bootstrap) ||"
                        + " oldSelf.bootstrap.standbyOf.?promote.orValue(false)",
        message =
                "bootstrap cannot be added, nor removed before it was promoted: a cluster begins only"
                        + " once. Make a new cluster for another beginning")
public record PostgresClusterSpec(
        /**
         * Major version of PostgreSQL. It can never be lowered. Default: 18, the only one so far.
         */
        @Min(18) @Max(18) Integer version,
        /**
         * Image of PostgreSQL and Patroni, with its registry. It must be made as the operator's own
         * is, for the major version `version`; with another version pods do not start, so that no
         * data is touched. A change is rolled out replicas first, the primary last by switchover.
         * Example: `registry.example.com/dhanman/postgres:18.1`. Default: the one that belongs to
         * this version of the operator.
         */
        @Size(min = 1, max = 512)
                @ValidationRule(
                        value =
                                "self.matches('^[a-zA-Z0-9][a-zA-Z0-9._:/-]*(@sha256:[a-f0-9]{64})?$')",
                        message =
                                "image must be a container image reference such as"
                                        + " registry.example.com/dhanman/postgres:18.1")
                String image,
        /**
         * Secrets of type kubernetes.io/dockerconfigjson in the same namespace, used to pull the
         * image. Default: none.
         */
        @Size(max = 10) List<LocalReference> imagePullSecrets,
        /**
         * Number of instances, one of which is the primary. 3 survive the loss of any node and
         * still replicate synchronously; 2 survive it without a replica until the second is back; 1
         * has no failover. Fewer than before removes the highest numbered replicas, keeps their
         * volumes, and never removes the primary without a switchover. Default: 3.
         */
        @Min(1) @Max(9) Integer instances,
        /** Volumes of each instance. */
        @Required PostgresStorage storage,
        /**
         * CPU and memory of PostgreSQL in each instance. The memory limit decides `shared_buffers`
         * and others that `parameters` does not name; settings that cannot fit into it are
         * reported. A change restarts instances, replicas first. Default: requests of 250m CPU and
         * 512Mi, a limit of 1Gi and none for CPU.
         */
        @ValidationRule(value = Limits.MEMORY_FITS, message = Limits.MEMORY_FITS_TEXT)
                @ValidationRule(value = Limits.CPU_FITS, message = Limits.CPU_FITS_TEXT)
                @ValidationRule(
                        value =
                                "!has(self.limits) || !has(self.limits.memory) ||"
                                        + " quantity(string(self.limits.memory)).compareTo(quantity('256Mi'))"
                                        + " >= 0",
                        message =
                                "limits.memory must be at least 256Mi, such as 2Gi: a number without"
                                        + " a unit is bytes")
                Resources resources,
        /** On which nodes instances run. Default: spread over nodes as far as there are enough. */
        PostgresPlacement placement,
        /**
         * Settings of postgresql.conf by name, up to 200. Numbers, switches and texts may be
         * written as they are there: `200`, `0.9`, `on`, `4GB`, `Asia/Kolkata`. Unknown ones,
         * values that do not fit, and what the operator or Patroni decides (such as
         * `synchronous_standby_names` or `listen_addresses`) are refused by name in the condition
         * ConfigValid, and the old settings stay. What needs a restart is restarted, replicas
         * first. Example: `{max_connections: 200, shared_buffers: 4GB}`. Default: what PostgreSQL
         * presets, sized to the memory limit.
         */
        @Size(max = 200) Map<String, JsonNode> parameters,
        /**
         * Lines of pg_hba.conf for clients of your own, in their order, after those that the
         * operator and replication need and before the one that lets in every role by password over
         * TLS. A line that PostgreSQL would not read is refused, and the old lines stay. Example:
         * `hostssl reports analyst 10.0.0.0/8 scram-sha-256`. Default: none.
         */
        @Size(max = 100)
                @ValidationRule(
                        value = "self.all(line, line.matches('^[^\\\\n\\\\r]*$'))",
                        message =
                                "pgHba must have one line an item: put what follows a line break into"
                                        + " an item of its own")
                List<@Size(max = 1024) String> pgHba,
        /** How commits are kept safe. Default: synchronous, to one replica. */
        PostgresReplication replication,
        /**
         * Databases, up to 100; each gets a Secret to connect with. One taken off the list stays as
         * it is, with its data; only `ensure: Absent` drops it. Default: none.
         */
        @Size(max = 100) List<PostgresDatabase> databases,
        /**
         * Roles beside the owners of databases, or owners that need more than the default, up to
         * 100. One taken off the list stays as it is; only `ensure: Absent` drops it. Default:
         * none.
         */
        @Size(max = 100) List<PostgresRole> roles,
        /**
         * A pool of connections before the primary, run by PgBouncer in pods of its own, with the
         * Service `NAME-pooler`. `{}` gives one with all defaults. Default: none.
         */
        PostgresPooler pooler,
        /** Certificates. Default: made and renewed by the operator. */
        PostgresTls tls,
        /**
         * What the cluster begins with. It cannot be changed later but for `standbyOf.promote`, and
         * may be removed once that is true. Default: an empty cluster.
         */
        PostgresBootstrap bootstrap,
        /** Metrics. Default: an exporter in each pod. */
        PostgresMonitoring monitoring,
        /**
         * Instances that are kept from running, by name, such as `main-2`: the volume stays, so
         * that you can look at it. A fenced primary fails over to another instance; to fence all
         * ends service. Taken off the list, an instance starts again and catches up. Default: none.
         */
        @Size(max = 9)
                @ValidationRule(
                        value = "self.all(it, it.matches('^[a-z]([-a-z0-9]*)-[1-9]$'))",
                        message =
                                "fenced must be names of instances, which are the cluster's name, '-'"
                                        + " and a number from 1 to 9, such as main-2")
                List<@Size(max = 63) String> fenced,
        /**
         * True stops all instances and keeps volumes, Secrets and everything else; false starts
         * them again with their data. Default: false.
         */
        Boolean hibernated,
        /**
         * What happens to the data when this resource is deleted: `Retain` keeps volumes, and a
         * cluster of the same name and namespace comes back with their data and new passwords;
         * `Delete` deletes them for good. Can be changed at any time. Default: Retain.
         */
        DeletionPolicy deletionPolicy) {}
