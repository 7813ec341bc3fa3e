package com.dhanman.operator.postgres.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The verifiers are those that PostgreSQL made of these passwords. */
class ScramTest {
    private static final String PENCIL =
            "SCRAM-SHA-256$4096:cAVImA67Q7A+ZMJ+wUDNzA==$DmHMB1yleLjd0Ekvar+omL+fa6ghLmdnZUXcGYjhI9k="
                    + ":92HZm+PStjq17zZ157r0YocFzP3Thdz+Oq5x7csFvZ0=";

    @Test
    void aVerifierIsWhatPostgresqlMakes() {
        byte[] salt = Base64.getDecoder().decode("cAVImA67Q7A+ZMJ+wUDNzA==");

        assertThat(Scram.verifier("pencil", salt, 4096)).isEqualTo(PENCIL);
        assertThat(Scram.matches(PENCIL, "pencil")).isTrue();
        assertThat(Scram.matches(PENCIL, "Pencil")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        // A soft hyphen is nothing.
        "I\u00ADX, IX, tKPX4wei+TPXWBI9T9OKvw==$EyAONtzcZ5eSNh/Ieb49yN0olmvPV9ScOYn+42ojiVA="
                + ":BlfoPVcTnDxqSQ8r2pqbAiebzJpuQsjORj7mPoVLvwg=",
        // A space that does not break is a space.
        "pa\u00A0ss\u00FCwort, pa ss\u00FCwort,"
                + " C/bY9xrfSWxea6WhmPjsvg==$JOff+UuLZLiIjMkY9hfpAk1JzeGY3WQtIgWFfeerx+4="
                + ":CwGkYHj9NTN9NWvTNrz2f2pLvgQb9cndNJhJutkbPKE=",
        // A Roman nine is made of letters.
        "\u2168, IX, s5DMakJNLgrFkA/DmhWSAQ==$PiLJUM84yppkqqApucgEOnhIXDU/vEbpx1XFcyF1X3o="
                + ":IxpmqQqiprf+ljps42uEVr84pbnkhSW7I/jsPITTaqo=",
        // An accent of its own joins its letter.
        "e\u0301clair, \u00E9clair,"
                + " otiOBqRlROPD/kYejn5rIw==$30TZgScQPCwkIn74PZpPj6a1X9dynV3zJ5VDnApxncc="
                + ":1vVhUKs3ENtq8lMyMkV86EBs2Wpb2Tu+tJBoHktl2aQ=",
    })
    void passwordsThatReadTheSameAreTheSame(String one, String other, String rest) {
        String verifier = "SCRAM-SHA-256$4096:" + rest;

        assertThat(Scram.matches(verifier, one)).isTrue();
        assertThat(Scram.matches(verifier, other)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        // Newer than the rules.
        "\uD83D\uDE00ok,"
                + " rCeVWgH/BBuYo6ZtPBAcXQ==$Su7u1Lcdn9L7WFcWDDcanawxZkto0LByfjCH1KuaQl4="
                + ":W414prGNzA++0sduFI6Hh2U9KsSr+73C0w7j++fdVsU=",
        // From right to left, but ends otherwise.
        "\u06271, hVBCkgEOZuDCg86FsuUYzA==$WpJx8oR1RDGXN/dFfQe0UEcKZwzFrIKDnhAy9o3yOMQ="
                + ":dtEw6ZzUzsLfUo0ULOAs4IJWK4Z4NA/FAdBiwsH2IlI=",
        "\u06271\u0628, H0qtpvXK8apXO3S5mAB+BQ==$8ZVlPDjerrtVK+v0heIOejhAajHAWmsltKz+nBJjwYY="
                + ":uPOLqkqfQ9LZwe0RuB68wfLi6Kf29sWysviKDBZDQzs=",
        // A control character.
        "\u00AA\u0007x, vpVViyk5NS6QBD4Ui8qXVg==$AhgbMd0UQk8OYNfqkvI9hHpzLLHjRqawva8raoaRlds="
                + ":Bkfsa9u7DHSYFVaNWcpCxMvP/2qNace7K+byiExUI2Q=",
    })
    void whatTheRulesForbidIsTakenAsItIs(String password, String rest) {
        assertThat(Scram.matches("SCRAM-SHA-256$4096:" + rest, password)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "md5d41d8cd98f00b204e9800998ecf8427e",
        "SCRAM-SHA-256$4096:%%%$a:b",
        "SCRAM-SHA-256$4096:====$a=:b=",
        "SCRAM-SHA-256$0:cAVImA67Q7A+ZMJ+wUDNzA==$a:b"
    })
    void whatIsNoVerifierMatchesNothing(String verifier) {
        assertThat(Scram.matches(verifier, "pencil")).isFalse();
        assertThat(Scram.matches(null, "pencil")).isFalse();
    }
}
