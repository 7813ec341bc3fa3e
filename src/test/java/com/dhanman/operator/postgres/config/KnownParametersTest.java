package com.dhanman.operator.postgres.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.PostgresReplication.Mode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownParametersTest {
    /** Presets that PostgreSQL itself does not take when they are written, or that are no use. */
    private static final List<String> ODD_PRESETS =
            List.of(
                    "client_encoding", // SQL_ASCII
                    "lc_messages", // nothing
                    "timezone_abbreviations"); // nothing

    /** Each setting is either taken with its preset, or refused by name on purpose. */
    @Test
    void decidesOnEachSetting() {
        List<String> undecided = new ArrayList<>();
        for (Parameter parameter : KnownParameters.all()) {
            boolean refused = Refusals.of(parameter.name()).isPresent();
            Own own = Own.of(Map.of(parameter.name(), new TextNode(parameter.preset())));
            boolean taken =
                    own.findings().stream().noneMatch(it -> it.reason().startsWith("Invalid"))
                            && Hazards.in(own.settings(), Mode.Synchronous).isEmpty()
                            && ValueRules.in(own.settings(), false).isEmpty();
            if (!refused && !taken) {
                undecided.add(parameter.name());
            }
        }
        assertThat(KnownParameters.all()).hasSizeGreaterThan(390);
        assertThat(undecided).containsExactlyInAnyOrderElementsOf(ODD_PRESETS);
    }

    /** What is refused by name: whoever adds to it looks at it here. */
    @Test
    void refusesTheseByName() {
        TreeSet<String> refused = new TreeSet<>();
        for (Parameter parameter : KnownParameters.all()) {
            boolean settable = !parameter.context().equals("internal");
            if (settable && Refusals.of(parameter.name()).isPresent()) {
                refused.add(parameter.name());
            }
        }
        assertThat(String.join(" ", refused))
                .isEqualTo(
                        "archive_cleanup_command archive_command archive_library archive_mode"
                                + " archive_timeout bonjour bonjour_name cluster_name config_file"
                                + " data_directory default_transaction_read_only external_pid_file"
                                + " gss_accept_delegation hba_file hot_standby ident_file"
                                + " krb_caseins_users krb_server_keyfile listen_addresses port"
                                + " primary_conninfo primary_slot_name recovery_end_command"
                                + " recovery_min_apply_delay recovery_target"
                                + " recovery_target_action recovery_target_inclusive"
                                + " recovery_target_lsn recovery_target_name recovery_target_time"
                                + " recovery_target_timeline recovery_target_xid restore_command"
                                + " session_replication_role ssl ssl_ca_file ssl_cert_file"
                                + " ssl_ciphers ssl_crl_dir ssl_crl_file ssl_dh_params_file"
                                + " ssl_groups ssl_key_file ssl_max_protocol_version"
                                + " ssl_passphrase_command ssl_passphrase_command_supports_reload"
                                + " ssl_prefer_server_ciphers ssl_tls13_ciphers"
                                + " synchronous_standby_names transaction_deferrable"
                                + " transaction_isolation transaction_read_only"
                                + " unix_socket_directories unix_socket_group"
                                + " unix_socket_permissions wal_log_hints");
    }

    @ParameterizedTest
    @CsvSource({
        "shared_bufers, shared_buffers",
        "maxconnections, max_connections",
        "workmem, work_mem",
        "MAX_WAL_SIZES, max_wal_size",
        "effective_cache, ''",
        "completely_different, ''"
    })
    void suggestsTheNearest(String name, String nearest) {
        assertThat(KnownParameters.nearest(name).orElse("")).isEqualTo(nearest);
    }
}
