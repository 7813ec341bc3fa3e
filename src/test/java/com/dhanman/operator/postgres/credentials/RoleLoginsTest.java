package com.dhanman.operator.postgres.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.postgres.credentials.RoleLogins.Moment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoleLoginsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration OVERLAP = Duration.ofHours(1);
    private static final Login A1 = new Login("app", "p1");
    private static final Login B2 = new Login("app__b", "p2");
    private static final Login A3 = new Login("app", "p3");

    private int made = 1;

    @Test
    void withoutARequestNothingChanges() {
        RoleLogins start = RoleLogins.of("app", "p1", "");

        assertThat(step(start, "", LoginReport.NONE, NOW)).isSameAs(start);
        assertThat(step(RoleLogins.of("app", "p1", "x"), "x", LoginReport.NONE, NOW).rotating())
                .as("carried out before")
                .isFalse();
    }

    @Test
    void aPasswordIsChangedInThreeSteps() {
        RoleLogins prepared = step(RoleLogins.of("app", "p1", ""), "t", LoginReport.NONE, NOW);
        assertThat(prepared.current()).as("nobody gets what is not there yet").isEqualTo(A1);
        assertThat(prepared.all()).containsExactly(A1, B2);
        assertThat(step(prepared, "t", LoginReport.NONE, NOW)).isEqualTo(prepared);
        assertThat(step(prepared, "t", installed(A1), NOW)).isEqualTo(prepared);

        RoleLogins handedOut = step(prepared, "t", installed(A1, B2), NOW);
        assertThat(handedOut.current()).isEqualTo(B2);
        assertThat(handedOut.all()).as("the old one is valid").containsExactly(B2, A1);

        Instant over = NOW.plus(OVERLAP);
        assertThat(step(handedOut, "t", installed(A1, B2), over.minusSeconds(1)))
                .isEqualTo(handedOut);
        assertThat(step(handedOut, "t", LoginReport.NONE, over))
                .as("nobody looked who uses it")
                .isEqualTo(handedOut);
        assertThat(step(handedOut, "t", LoginReport.of(Set.of(), Set.of("app")), over))
                .as("somebody uses it")
                .isEqualTo(handedOut);

        RoleLogins ended = step(handedOut, "t", installed(A1, B2), over);
        assertThat(ended.all()).containsExactly(B2);
        assertThat(step(ended, "t", installed(B2), over)).isSameAs(ended);
    }

    @Test
    void theNextChangeGoesBackToTheFirstNameAndWaitsForItToBeFree() {
        RoleLogins handedOut =
                step(
                        step(RoleLogins.of("app", "p1", ""), "t", LoginReport.NONE, NOW),
                        "t",
                        installed(A1, B2),
                        NOW);

        assertThat(step(handedOut, "u", installed(A1, B2), NOW)).isEqualTo(handedOut);
        Instant over = NOW.plus(OVERLAP);
        RoleLogins ended = step(handedOut, "u", installed(A1, B2), over);
        RoleLogins again = step(ended, "u", installed(B2), over);

        assertThat(again.next()).contains(A3);
        assertThat(step(again, "u", installed(A1, B2), over))
                .as("a report of the old password is none of the new one")
                .isEqualTo(again);
        assertThat(step(again, "u", installed(A3, B2), over).current()).isEqualTo(A3);
    }

    @Test
    void namesOfLoginsFitIntoPostgresql() {
        String longest = "ü".repeat(31) + "x";

        String other = LoginRoles.other(longest, longest);

        assertThat(other.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(63);
        assertThat(other).startsWith("üüü").endsWith("__b");
        assertThat(LoginRoles.other(longest, other)).isEqualTo(longest);
        assertThat(other)
                .isNotEqualTo(LoginRoles.other("ü".repeat(31) + "y", "ü".repeat(31) + "y"));
    }

    @Test
    void nothingPrintsAPassword() {
        RoleLogins logins = RoleLogins.of("app", "hidden", "");

        assertThat(logins.toString()).doesNotContain("hidden");
        assertThat(LoginReport.of(Set.of(logins.current()), Set.of()).toString())
                .doesNotContain("hidden");
    }

    private RoleLogins step(RoleLogins logins, String request, LoginReport report, Instant now) {
        return logins.step(request, report, new Moment(now, OVERLAP), () -> "p" + ++made);
    }

    private static LoginReport installed(Login... logins) {
        return LoginReport.of(Set.of(logins), Set.of());
    }
}
