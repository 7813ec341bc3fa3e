package com.dhanman.operator.postgres.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.PostgresClusterSpec;
import com.dhanman.operator.postgres.config.Heritage.Course;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose data a cluster has: what follows from it cannot be undone. */
class LineageTest {
    private static final String SOURCE =
            "bootstrap: {standbyOf: {host: vps, user: follower, passwordSecret: {name: s, key: k},"
                    + " promote: %s}}";

    @Test
    void aClusterWithoutASourceIsItsOwn() {
        assertThat(Lineage.of(Specs.with(), new Heritage(false, Course.UNKNOWN, false, false)))
                .isEqualTo(Lineage.OWN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            textBlock =
                    """
                    # promote | course | known | lineage
                    false | UNKNOWN |                      | FOLLOWS
                    false | UNKNOWN | begun                | FOLLOWS
                    false | FOLLOWS | begun admitted       | FOLLOWS
                    true  | FOLLOWS | begun                | FOLLOWS
                    true  | FOLLOWS | begun admitted       | PROMOTED
                    true  | LEFT    | begun                | PROMOTED
                    true  | LEFT    | begun roles          | OWN
                    # never back, whatever is asked for and whatever was forgotten
                    false | LEFT    | begun roles          | OWN
                    true  | UNKNOWN | begun roles          | OWN
                    """)
    void leavesOnceAndForGood(boolean promote, Course course, String known, Lineage lineage) {
        PostgresClusterSpec spec = Specs.with(SOURCE.formatted(promote));
        String words = String.valueOf(known);
        Heritage heritage =
                new Heritage(
                        words.contains("begun"),
                        course,
                        words.contains("admitted"),
                        words.contains("roles"));

        assertThat(Lineage.of(spec, heritage)).isEqualTo(lineage);
    }

    @Test
    void itsFileTellsByWhichRolesInstancesLogIn() {
        PostgresClusterSpec spec = Specs.with(SOURCE.formatted(true));

        assertThat(Configuration.isOwn(PatroniFile.yaml("main", spec, Lineage.OWN))).isTrue();
        assertThat(Configuration.isOwn(PatroniFile.yaml("main", spec, Lineage.PROMOTED))).isFalse();
        assertThat(Configuration.isOwn(PatroniFile.yaml("main", spec, Lineage.FOLLOWS))).isFalse();
    }
}
