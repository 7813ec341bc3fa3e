package com.dhanman.operator.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.GeneratedFiles;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CrdsAreCurrentTest {
    private final Map<String, String> generated = new CrdFiles().generate();

    @Test
    void committedCrdsAreThoseOfTheApi() {
        GeneratedFiles.assertCurrent(Path.of("crds"), generated);
    }

    @Test
    void crdsFitIntoTheAnnotationThatClientSideApplyWrites() {
        // https://github.com/kubernetes/kubectl/issues/712: annotations hold 256 KiB
        assertThat(generated)
                .allSatisfy((file, yaml) -> assertThat(yaml.length()).isLessThan(262_144));
    }
}
