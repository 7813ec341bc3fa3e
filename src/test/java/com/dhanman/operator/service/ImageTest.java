package com.dhanman.operator.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageTest {
    private static final String DIGEST =
            "@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    @ParameterizedTest
    @CsvSource({
        "common:1.4.2, r.example.com/d/common:1.4.2",
        "team/common:1.4.2, r.example.com/d/team/common:1.4.2",
        "other.example.com/common:1, other.example.com/common:1",
        "localhost/common:1, localhost/common:1",
        "localhost:5000/common:1, localhost:5000/common:1",
    })
    void registryIsPutBeforeNamesWithoutOne(String image, String expected) {
        assertThat(Image.in("r.example.com/d", image)).isEqualTo(expected);
    }

    @Test
    void withoutARegistryImagesAreTakenAsTheyStand() {
        assertThat(Image.in(null, "common:1.4.2")).isEqualTo("common:1.4.2");
    }

    @ParameterizedTest
    @CsvSource({
        "common, ''",
        "common:1.4.2, 1.4.2",
        "localhost:5000/common, ''",
        "localhost:5000/common:2, 2",
    })
    void tagIsWhatFollowsTheLastColonOfTheName(String image, String tag) {
        assertThat(Image.tag(image)).isEqualTo(tag);
        assertThat(Image.tag(image + DIGEST)).isEqualTo(tag);
    }

    @ParameterizedTest
    @CsvSource({"common, false", "common:latest, false", "common:1, true"})
    void latestIsNoVersion(String image, boolean pinned) {
        assertThat(Image.isPinned(image)).isEqualTo(pinned);
        assertThat(Image.isPinned(image + DIGEST)).isTrue();
    }
}
