package com.dhanman.operator.postgres.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.api.v1alpha1.PostgresClusterSpec;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.kernel.Finding.Severity;
import com.dhanman.operator.postgres.config.Heritage;
import com.dhanman.operator.postgres.config.Heritage.Course;
import com.dhanman.operator.postgres.sql.SourceAnswer;
import com.dhanman.operator.postgres.sql.SourceAnswer.Failed;
import com.dhanman.operator.postgres.sql.SourceAnswer.Why;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whether `bootstrap` fits what a cluster is by now. */
class BeginningTest {
    private static final Heritage NEW = new Heritage(false, Course.UNKNOWN, false, false);
    private static final Heritage FOLLOWS = new Heritage(true, Course.FOLLOWS, false, false);
    private static final SourceAnswer AWAY = new Failed(Why.STOPPED, "nothing listens");

    @Test
    void aServerThatCannotBeCopiedKeepsEverythingFromBeingMade() {
        assertThat(reasons(Sources.spec(false), NEW, AWAY)).containsExactly("SourceUnreachable");
        assertThat(reasons(Sources.spec(false), FOLLOWS, AWAY)).as("what runs goes on").isEmpty();
    }

    @Test
    void nothingIsPromotedThatWasNotCopied() {
        assertThat(reasons(Sources.spec(true), NEW, AWAY)).containsExactly("NothingToPromote");
        assertThat(reasons(Sources.spec(true), FOLLOWS, AWAY)).isEmpty();
    }

    /** An old manifest, applied to volumes that were kept, would throw away what they hold. */
    @Test
    void dataThatWentItsOwnWayNeverFollowsAgain() {
        Heritage own = new Heritage(true, Course.LEFT, false, true);

        assertThat(reasons(Sources.spec(false), own, AWAY)).containsExactly("PromotedBefore");
        assertThat(reasons(Sources.spec(true), own, AWAY)).isEmpty();
    }

    @Test
    void bootstrapStaysUntilThePromotionIsDone() {
        PostgresClusterSpec without =
                Serialization.unmarshal("storage: {size: 1Gi}", PostgresClusterSpec.class);

        assertThat(reasons(without, FOLLOWS, AWAY)).containsExactly("BootstrapRemovedTooEarly");
        assertThat(reasons(without, new Heritage(true, Course.LEFT, false, false), AWAY))
                .as("without roles for its instances")
                .containsExactly("BootstrapRemovedTooEarly");
        assertThat(reasons(without, Heritage.OWN, AWAY)).isEmpty();
        assertThat(reasons(without, new Heritage(false, Course.UNKNOWN, false, true), AWAY))
                .isEmpty();
    }

    @Test
    void errorsComeFirst() {
        SourceAnswer answer =
                Sources.told(
                        18,
                        false,
                        0,
                        Optional.of(
                                new com.dhanman.operator.postgres.sql.SourceFacts.Checks(
                                        "replica",
                                        true,
                                        false,
                                        Map.of(),
                                        "0",
                                        true,
                                        Optional.empty(),
                                        Optional.empty())));

        assertThat(findings(Sources.spec(false), NEW, answer))
                .extracting(Finding::severity)
                .isSorted()
                .contains(Severity.WARNING);
    }

    private static List<String> reasons(
            PostgresClusterSpec spec, Heritage heritage, SourceAnswer answer) {
        return findings(spec, heritage, answer).stream().map(Finding::reason).toList();
    }

    private static List<Finding> findings(
            PostgresClusterSpec spec, Heritage heritage, SourceAnswer answer) {
        SourceView view =
                new SourceView(
                        Optional.of(answer),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty());
        return Beginning.findings(spec, heritage, view, Map.of("max_connections", "100"));
    }
}
