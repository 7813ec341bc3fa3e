package com.dhanman.operator.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.FieldsV1Builder;
import org.junit.jupiter.api.Test;

class FixpointsTest {
    private final Fixpoints fixpoints = new Fixpoints();

    @Test
    void anObjectAsItWasAfterTheLastApplyNeedsNoOther() {
        fixpoints.remember(desired("1"), actual(2, "f:data"));

        assertThat(fixpoints.holds(desired("1"), actual(2, "f:data"))).isTrue();
        assertThat(fixpoints.holds(desired("1"), actual(3, "f:data")))
                .as("somebody changed what is not ours")
                .isTrue();
    }

    @Test
    void whatIsWantedOtherwiseOrNoLongerOwnedIsAppliedAgain() {
        fixpoints.remember(desired("1"), actual(2, "f:data"));

        assertThat(fixpoints.holds(desired("2"), actual(2, "f:data"))).isFalse();
        assertThat(fixpoints.holds(desired("1"), actual(3, "f:other"))).isFalse();
    }

    @Test
    void aCachedObjectFromBeforeTheLastApplyTellsNothing() {
        fixpoints.remember(desired("1"), actual(2, "f:data"));

        assertThat(fixpoints.holds(desired("1"), actual(1, "f:data"))).isFalse();
    }

    @Test
    void nothingIsKnownOfAnObjectThatWasForgotten() {
        fixpoints.remember(desired("1"), actual(2, "f:data"));
        fixpoints.forget(ResourceKey.of(desired("1")));

        assertThat(fixpoints.holds(desired("1"), actual(2, "f:data"))).isFalse();
    }

    private static ConfigMap desired(String value) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName("a")
                .endMetadata()
                .addToData("v", value)
                .build();
    }

    private static ConfigMap actual(long generation, String owned) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName("a")
                .withUid("uid")
                .withGeneration(generation)
                .addNewManagedField()
                .withManager(Labels.OPERATOR)
                .withOperation("Apply")
                .withFieldsV1(new FieldsV1Builder().addToAdditionalProperties(owned, "{}").build())
                .endManagedField()
                .endMetadata()
                .build();
    }
}
