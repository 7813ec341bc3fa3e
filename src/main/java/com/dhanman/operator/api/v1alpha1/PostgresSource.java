package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A PostgreSQL server outside of the cluster that is followed. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value =
                "self.host == oldSelf.host && self.?port.orValue(5432) =="
                        + " oldSelf.?port.orValue(5432) && self.user == oldSelf.user &&"
                        + " self.passwordSecret.name == oldSelf.passwordSecret.name &&"
                        + " self.passwordSecret.key == oldSelf.passwordSecret.key && has(self.slot) =="
                        + " has(oldSelf.slot) && (!has(self.slot) || self.slot == oldSelf.slot)",
        message =
                "standbyOf cannot be changed but for promote: a cluster begins only once. Make a new"
                        + " cluster to follow another server")
@ValidationRule(
        value = "self.?promote.orValue(false) || !oldSelf.?promote.orValue(false)",
        message =
                "promote cannot be taken back: the cluster has gone its own way. Make a new cluster to"
                        + " follow the server again")
public record PostgresSource(
        /** Host name or address of the server. Example: `10.8.0.1`. It cannot be changed later. */
        @Required
                @Size(min = 1, max = 253)
                @ValidationRule(
                        value = "self.matches('^[A-Za-z0-9:]([A-Za-z0-9.:_-]*)$')",
                        message =
                                "host must be one host name or IP address without a port, such as"
                                        + " db.example.com or 10.8.0.1")
                String host,
        /** Port of the server. It cannot be changed later. Default: 5432. */
        @Min(1) @Max(65535) Integer port,
        /**
         * Role of the server by which it is copied and followed, made there by `create role standby
         * login replication password '…'`. It comes with the copy: drop it after the promotion. It
         * cannot be changed later.
         */
        @Required
                @Size(min = 1, max = 63)
                @ValidationRule(
                        value = "!self.startsWith('pg_') && !(self in " + RoleNames.RESERVED + ")",
                        message =
                                "user must be a role made for this, such as standby: create role"
                                        + " standby login replication password '…'. It must not "
                                        + RoleNames.RESERVED_TEXT)
                @ValidationRule(value = RoleNames.FITS, message = "user " + RoleNames.FITS_TEXT)
                String user,
        /**
         * Secret key with the password of that role. Which one cannot be changed later, but what it
         * holds can.
         */
        @Required KeyReference passwordSecret,
        /**
         * Physical replication slot on the server, made there by `select
         * pg_create_physical_replication_slot('dhanman', true)`, so that it keeps what is not
         * copied yet. Drop it there after promotion, or the server's disk fills up. It cannot be
         * changed later. Default: none, and the server must keep enough by `wal_keep_size`.
         */
        @Size(min = 1, max = 63)
                @ValidationRule(
                        value = "self.matches('^[a-z0-9_]+$')",
                        message =
                                "slot must be lower-case letters, digits and '_', such as dhanman")
                String slot,
        /**
         * True makes this cluster a primary of its own. Stop writes to the server, or the server,
         * first: the promotion waits for what is written there, and while it is still written to.
         * It cannot be taken back. Default: false.
         */
        Boolean promote) {}
