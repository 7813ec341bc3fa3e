package com.dhanman.operator.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.testkit.Shell;
import org.junit.jupiter.api.Test;

/** What a pod tells of its volumes, by the very functions of the image. */
class VolumesToldTest {
    private static final String RUN =
            """
            set -euo pipefail
            source <(sed -n '/^step_of()/,/^}/p; /^tell_volumes()/,/^}/p' src/main/images/postgres/run-postgres)
            df() { echo Use%; echo " $percent%"; }
            tell-volumes() { echo "$percent: $*"; }
            look() {
              local told='' step
              local -A volumes=([data]=/data) steps=()
              for percent; do tell_volumes; done
            }
            """;

    @Test
    void isToldWhenAStepIsReachedAndWhenItIsWellLeft() {
        assertThat(look("10 84 85 89 90 89 88 87 86 83 82 81"))
                .containsExactly(
                        "10: data=0", "85: data=85", "90: data=90", "86: data=85", "81: data=0");
    }

    @Test
    void stepsAreCloserTheLessIsLeft() {
        assertThat(look("94 95 97 98 99 100"))
                .containsExactly("94: data=90", "95: data=95", "98: data=98");
    }

    @Test
    void isToldAgainUntilItWasHeard() {
        String deaf = RUN.replace("echo \"$percent: $*\";", "echo \"$percent: $*\"; return 1;");
        assertThat(Shell.run("bash", "-c", deaf + "look 85 85").lines())
                .containsExactly("85: data=85", "85: data=85");
    }

    private static java.util.stream.Stream<String> look(String used) {
        return Shell.run("bash", "-c", RUN + "look " + used).lines();
    }
}
