package com.dhanman.operator.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.kernel.MadeOnce.Outcome;
import com.dhanman.operator.testkit.SecretsApi;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A ConfigMap plays the owner. */
class MadeOnceTest {
    private final SecretsApi api = new SecretsApi();
    private final MadeOnce madeOnce = new MadeOnce(api.client());
    private final ConfigMap owner = owner("1");

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void whatIsNotThereIsMadeForItsOwner() {
        Outcome outcome = madeOnce.ensure(owner, Optional.empty(), () -> secret("one"));

        assertThat(outcome).isEqualTo(new Outcome.There(api.get("s"), true));
        assertThat(api.get("s").getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(it -> assertThat(it.getUid()).isEqualTo("1"))
                .satisfies(it -> assertThat(it.getController()).isTrue());
        assertThat(MadeOnce.is(api.get("s"))).isTrue();
    }

    @Test
    void whatTheCacheHasIsNeitherReadNorMade() {
        madeOnce.ensure(owner, Optional.empty(), () -> secret("one"));
        api.requests();

        Outcome outcome = madeOnce.ensure(owner, Optional.of(api.get("s")), () -> fail());

        assertThat(outcome).isEqualTo(new Outcome.There(api.get("s"), false));
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void anEmptyCacheOverwritesNothing() {
        madeOnce.ensure(owner, Optional.empty(), () -> secret("one"));

        Outcome outcome = madeOnce.ensure(owner, Optional.empty(), () -> secret("two"));

        assertThat(outcome).isEqualTo(new Outcome.There(api.get("s"), false));
        assertThat(value()).isEqualTo("one");
    }

    @Test
    void somebodyElsesIsAFinding() {
        api.put(secret("theirs"));

        for (Optional<Secret> cached :
                java.util.List.of(Optional.<Secret>empty(), Optional.of(api.get("s")))) {
            Outcome outcome = madeOnce.ensure(owner, cached, () -> secret("one"));

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            it -> assertThat(it.finding().reason()).isEqualTo("Conflict"));
        }
        assertThat(madeOnce.replace(owner, api.get("s"), secret("two")))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(madeOnce.discard(owner, api.get("s"))).isInstanceOf(Outcome.Refused.class);
        assertThat(value()).isEqualTo("theirs");
    }

    @Test
    void whatAPredecessorLeftIsAwaitedToGo() {
        madeOnce.ensure(owner, Optional.empty(), () -> secret("one"));

        assertThat(madeOnce.ensure(owner("2"), Optional.empty(), () -> secret("two")))
                .isInstanceOf(Outcome.Later.class);
        assertThat(value()).isEqualTo("one");
    }

    @Test
    void ofTwoThatReplaceTheSameOnlyOneDoes() {
        madeOnce.ensure(owner, Optional.empty(), () -> secret("one"));
        Secret seen = api.get("s");

        assertThat(madeOnce.replace(owner, seen, secret("two")))
                .isEqualTo(new Outcome.There(api.get("s"), true));
        assertThat(madeOnce.replace(owner, seen, secret("three")))
                .isInstanceOf(Outcome.Later.class);
        assertThat(madeOnce.discard(owner, seen)).isInstanceOf(Outcome.Later.class);
        assertThat(value()).isEqualTo("two");
        assertThat(MadeOnce.is(api.get("s"))).isTrue();
    }

    @Test
    void whatIsGoneIsNotMadeByReplacing() {
        madeOnce.ensure(owner, Optional.empty(), () -> secret("one"));
        Secret seen = api.get("s");
        api.remove("s");

        assertThat(madeOnce.replace(owner, seen, secret("two"))).isInstanceOf(Outcome.Later.class);
        assertThat(api.get("s")).isNull();
    }

    @Test
    void whatWasMadeCanBeDiscarded() {
        madeOnce.ensure(owner, Optional.empty(), () -> secret("one"));

        assertThat(madeOnce.discard(owner, api.get("s"))).isInstanceOf(Outcome.There.class);
        assertThat(api.get("s")).isNull();
    }

    private String value() {
        return api.get("s").getStringData().get("v");
    }

    private static Secret fail() {
        throw new AssertionError("made although it is there");
    }

    private static ConfigMap owner(String uid) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName("owner")
                .withNamespace("n")
                .withUid(uid)
                .endMetadata()
                .build();
    }

    private static Secret secret(String value) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName("s")
                .withNamespace("n")
                .endMetadata()
                .addToStringData("v", value)
                .build();
    }
}
