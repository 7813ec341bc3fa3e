package com.dhanman.operator.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.testkit.Scratch;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The engine alone against a real API server; a ConfigMap plays the owner. */
class ApplierIT {
    private final KubernetesClient client = new KubernetesClientBuilder().build();
    private final Scratch scratch = Scratch.namespace(client);
    private final Applier applier = new Applier(client);
    private final HasMetadata owner = client.resource(configMap("owner", "v", "0")).create();

    @AfterEach
    void tidy() {
        scratch.close();
        client.close();
    }

    @Test
    void childrenAppearChangeAndArePruned() {
        assertThat(converge(configMap("a", "v", "1"), configMap("b", "v", "1")).complete())
                .isTrue();
        assertThat(value("a")).isEqualTo("1");
        assertThat(live("a").getMetadata().getOwnerReferences().getFirst().getUid())
                .isEqualTo(owner.getMetadata().getUid());

        converge(configMap("a", "v", "2"));

        assertThat(value("a")).isEqualTo("2");
        assertThat(live("b")).isNull();
    }

    @Test
    void whatIsAsItShouldBeIsNotWritten() {
        converge(configMap("a", "v", "1"));
        String version = live("a").getMetadata().getResourceVersion();

        for (int i = 0; i < 3; i++) {
            converge(configMap("a", "v", "1"));
        }

        assertThat(live("a").getMetadata().getResourceVersion()).isEqualTo(version);
    }

    @Test
    void afterARestartNothingIsWrittenEither() {
        converge(configMap("a", "v", "1"));
        String version = live("a").getMetadata().getResourceVersion();

        new Applier(client).converge(owner, ready(configMap("a", "v", "1")), owned());

        assertThat(live("a").getMetadata().getResourceVersion()).isEqualTo(version);
    }

    @Test
    void aFieldThatSomebodyChangedIsSetBackAndOthersAreLeftAlone() {
        converge(configMap("a", "v", "1"));
        client.configMaps()
                .inNamespace(scratch.name())
                .withName("a")
                .edit(
                        it ->
                                new ConfigMapBuilder(it)
                                        .addToData("v", "meddled")
                                        .addToData("theirs", "stays")
                                        .build());

        converge(configMap("a", "v", "1"));

        assertThat(live("a").getData()).isEqualTo(Map.of("v", "1", "theirs", "stays"));
    }

    @Test
    void aForeignObjectIsNeverTakenOver() {
        client.resource(configMap("a", "v", "theirs")).create();

        Applied applied = converge(configMap("a", "v", "1"), configMap("b", "v", "1"));

        assertThat(value("a")).isEqualTo("theirs");
        assertThat(value("b")).as("the rest is done").isEqualTo("1");
        assertThat(applied.findings())
                .singleElement()
                .satisfies(
                        finding -> {
                            assertThat(finding.reason()).isEqualTo("Conflict");
                            assertThat(finding.text())
                                    .contains("ConfigMap " + scratch.name() + "/a")
                                    .contains("platform.dhanman.com/adopt=true");
                        });
    }

    @Test
    void aForeignObjectIsTakenOverWhereItSaysSo() {
        ConfigMap theirs = configMap("a", "v", "theirs");
        theirs.getMetadata().setAnnotations(Map.of(Labels.ADOPT, "true"));
        client.resource(theirs).create();

        assertThat(converge(configMap("a", "v", "1")).complete()).isTrue();

        assertThat(value("a")).isEqualTo("1");
    }

    @Test
    void nothingIsPrunedWhileSomethingIsWrong() {
        converge(configMap("a", "v", "1"), configMap("b", "v", "1"));
        client.resource(configMap("c", "v", "theirs")).create();

        converge(configMap("a", "v", "1"), configMap("c", "v", "1"));

        assertThat(live("b")).isNotNull();
    }

    @Test
    void nothingIsTouchedWhileAPlanIsBlockedOrWaitsOrTheOwnerIsPaused() {
        converge(configMap("a", "v", "1"), configMap("b", "v", "1"));
        Finding finding = Finding.error("Bad", "spec.x", "is bad", "Mend it");
        HasMetadata paused =
                new ConfigMapBuilder((ConfigMap) owner)
                        .editMetadata()
                        .addToAnnotations(Labels.PAUSED, "true")
                        .endMetadata()
                        .build();

        applier.converge(owner, new Plan.Blocked(List.of(finding)), owned());
        applier.converge(owner, new Plan.Waiting("Later", "Waiting"), owned());
        applier.converge(paused, ready(configMap("a", "v", "2")), owned());

        assertThat(value("a")).isEqualTo("1");
        assertThat(live("b")).isNotNull();
    }

    @Test
    void aVolumeClaimIsNeverPruned() {
        converge(claim("data"), configMap("a", "v", "1"));

        converge();

        assertThat(live("a")).isNull();
        assertThat(
                        client.persistentVolumeClaims()
                                .inNamespace(scratch.name())
                                .withName("data")
                                .get())
                .isNotNull();
    }

    @Test
    void whatIsKeptOutlivesItsOwnerAndBelongsToTheNextOfItsName() {
        converge(Kept.beyond(owner, claim("data")));
        client.resource(owner).delete();
        HasMetadata next = client.resource(configMap("owner", "v", "1")).create();

        Applied applied =
                applier.converge(
                        next,
                        ready(Kept.beyond(next, claim("data")), configMap("a", "v", "1")),
                        owned());

        assertThat(applied.complete()).isTrue();
        assertThat(claim().getMetadata().getOwnerReferences()).isEmpty();
    }

    @Test
    void whatIsNoLongerKeptGoesWithItsOwner() {
        converge(Kept.beyond(owner, claim("data")));

        converge(claim("data"));

        assertThat(claim().getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(it -> assertThat(it.getUid()).isEqualTo(owner.getMetadata().getUid()));
    }

    @Test
    void whatAPredecessorOfTheSameNameLeftIsAwaitedToGo() {
        converge(configMap("a", "v", "1"));
        HasMetadata next = new ConfigMapBuilder((ConfigMap) owner).build();
        next.getMetadata().setUid("another");

        Applied applied = applier.converge(next, ready(configMap("a", "v", "2")), owned());

        assertThat(applied.terminating()).isTrue();
        assertThat(applied.findings()).isEmpty();
        assertThat(value("a")).isEqualTo("1");
    }

    @Test
    void anImmutableFieldBecomesAFindingWithARemedy() {
        ConfigMap fixed = configMap("a", "v", "1");
        fixed.setImmutable(true);
        converge(fixed);
        ConfigMap changed = configMap("a", "v", "2");
        changed.setImmutable(true);

        Applied applied = converge(changed);

        assertThat(applied.failures()).as("no use in trying again").isEmpty();
        assertThat(applied.findings())
                .singleElement()
                .satisfies(
                        finding -> {
                            assertThat(finding.reason()).isEqualTo("ImmutableField");
                            assertThat(finding.remedy())
                                    .contains("kubectl delete configmap a -n " + scratch.name());
                        });
    }

    @Test
    void aRefusedValueBecomesAFinding() {
        Applied applied = converge(configMap("a", "not a key!", "1"));

        assertThat(applied.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("not a key!"));
    }

    private Applied converge(HasMetadata... desired) {
        return applier.converge(owner, ready(desired), owned());
    }

    private static Plan ready(HasMetadata... desired) {
        return new Plan.Ready(Desired.of(Arrays.asList(desired)), List.of());
    }

    private List<HasMetadata> owned() {
        return Stream.<HasMetadata>concat(
                        client.configMaps().inNamespace(scratch.name()).list().getItems().stream(),
                        client
                                .persistentVolumeClaims()
                                .inNamespace(scratch.name())
                                .list()
                                .getItems()
                                .stream())
                .toList();
    }

    private PersistentVolumeClaim claim() {
        return client.persistentVolumeClaims().inNamespace(scratch.name()).withName("data").get();
    }

    private ConfigMap live(String name) {
        return client.configMaps().inNamespace(scratch.name()).withName(name).get();
    }

    private String value(String name) {
        return live(name).getData().get("v");
    }

    private ConfigMap configMap(String name, String key, String value) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(scratch.name())
                .endMetadata()
                .addToData(key, value)
                .build();
    }

    private PersistentVolumeClaim claim(String name) {
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(scratch.name())
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .addToRequests("storage", new Quantity("1Mi"))
                .endResources()
                .endSpec()
                .build();
    }
}
