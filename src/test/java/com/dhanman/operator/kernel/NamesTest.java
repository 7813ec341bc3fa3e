package com.dhanman.operator.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void shortPartsAreJoinedAsTheyAre() {
        assertThat(Names.join("sales", "tls")).isEqualTo("sales-tls");
    }

    @Test
    void longNamesAreCutAndStayDifferent() {
        String base = "a".repeat(70);

        String one = Names.join(base, "one");
        String two = Names.join(base, "two");

        assertThat(one).hasSizeLessThanOrEqualTo(63).isNotEqualTo(two);
        assertThat(one).matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?").isEqualTo(Names.join(base, "one"));
    }

    @Test
    void labelValuesHoldOnlyWhatTheyMay() {
        assertThat(Names.labelValue("1.4.2+build/7")).isEqualTo("1.4.2_build_7");
        assertThat(Names.labelValue("-" + "x".repeat(80) + "-")).hasSizeLessThanOrEqualTo(63);
        assertThat(Names.labelValue("")).isEmpty();
    }

    @Test
    void aPartThatIsFineStaysAsItIs() {
        assertThat(Names.part("prod-dhanman-sales")).isEqualTo("prod-dhanman-sales");
        assertThat(Names.part("a1")).isEqualTo("a1");
    }

    @Test
    void otherTextsMakePartsThatDiffer() {
        List<String> texts =
                List.of(
                        "dhanman_user",
                        "dhanman-user",
                        "Dhanman-user",
                        "dhanman user",
                        "dhanman-user-",
                        "_dhanman_user",
                        "é",
                        "è",
                        "__",
                        Names.part("dhanman_user"),
                        Names.part("é"));

        assertThat(texts.stream().map(Names::part))
                .doesNotHaveDuplicates()
                .allMatch(it -> it.matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?"));
        assertThat(Names.part("dhanman_user")).matches("dhanman-user-[0-9a-f]{8}");
    }
}
