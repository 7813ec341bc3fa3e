package com.dhanman.operator.postgres.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.PostgresCluster;
import com.dhanman.operator.api.v1alpha1.PostgresOperationStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PasswordChangeTest {
    private static final Login OLD = new Login("app", "p1");
    private static final Login NEW = new Login("app__b", "p2");
    private static final Optional<Instant> NOON =
            Optional.of(Instant.parse("2026-11-21T12:00:00Z"));

    @Test
    void nothingIsToldWhereNobodyAsked() {
        assertThat(PasswordChange.of(cluster(""), List.of(RoleLogins.of("app", "p1", ""))))
                .isEmpty();
    }

    @Test
    void itRunsUntilClientsGetThem() {
        RoleLogins prepared =
                new RoleLogins(
                        "app", OLD, Optional.of(NEW), Optional.empty(), Optional.empty(), "7");

        assertThat(told(RoleLogins.of("app", "p1", "6")).state()).isEqualTo("Running");
        assertThat(told(prepared).state()).isEqualTo("Running");
    }

    @Test
    void itSucceededWithTheOldOnesNamedThatAreStillValid() {
        RoleLogins handedOut =
                new RoleLogins("app", NEW, Optional.empty(), Optional.of(OLD), NOON, "7");
        RoleLogins untouched = RoleLogins.of("dhanman_operator", "p", "");

        PostgresOperationStatus outcome = told(handedOut, untouched);

        assertThat(outcome.state()).isEqualTo("Succeeded");
        assertThat(outcome.time()).isEqualTo("2026-11-21T12:00:00Z");
        assertThat(outcome.message()).contains("(app) stay valid");
        assertThat(told(RoleLogins.of("app", "p2", "7")).message()).contains("no other is valid");
    }

    private static PostgresOperationStatus told(RoleLogins... logins) {
        return PasswordChange.of(cluster("7"), List.of(logins)).orElseThrow();
    }

    private static PostgresCluster cluster(String request) {
        PostgresCluster cluster = new PostgresCluster();
        cluster.setMetadata(
                new ObjectMetaBuilder()
                        .withName("main")
                        .addToAnnotations("platform.dhanman.com/rotate-passwords", request)
                        .build());
        return cluster;
    }
}
