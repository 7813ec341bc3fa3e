package com.dhanman.operator.postgres.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.postgres.source.Departure.Looks;
import com.dhanman.operator.postgres.sql.CopyFacts;
import com.dhanman.operator.postgres.sql.SourceAnswer;
import com.dhanman.operator.postgres.sql.SourceAnswer.Failed;
import com.dhanman.operator.postgres.sql.SourceAnswer.Why;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** When a cluster may leave the server that it follows: what it leaves behind is lost. */
class DepartureTest {
    private static final long HERE = 0x1_0300_0148L;
    private static final CopyFacts COMPLETE = Sources.copy(true, HERE, HERE);

    @Test
    void aQuietServerOfWhichAllIsHereMayBeLeft() {
        Departure first = of(Sources.at(HERE), OptionalLong.empty(), 0, COMPLETE);
        Departure second = of(Sources.at(HERE), OptionalLong.of(HERE), 0, COMPLETE);

        assertThat(first.admitted()).isFalse();
        assertThat(second.admitted()).isTrue();
        assertThat(second.message()).contains("up to 1/3000148");
    }

    @Test
    void whatIsMissingIsWaitedFor() {
        Departure departure =
                of(
                        Sources.at(HERE + 3 * Sources.MIB),
                        OptionalLong.of(HERE + 3 * Sources.MIB),
                        0,
                        COMPLETE);

        assertThat(departure.admitted()).isFalse();
        assertThat(departure.message())
                .contains("3.0 MiB that is not here yet")
                .contains("systemctl stop postgresql");
    }

    @Test
    void aServerThatIsWrittenToIsNotLeft() {
        Departure departure = of(Sources.at(HERE), OptionalLong.of(HERE - 400), 0, COMPLETE);

        assertThat(departure.admitted()).isFalse();
        assertThat(departure.message()).contains("still written to");
    }

    @Test
    void aStoppedServerHasSentAllThatItHad() {
        CopyFacts cut = Sources.copy(false, HERE, 0);

        assertThat(of(new Failed(Why.STOPPED, "x"), OptionalLong.empty(), 1, cut).admitted())
                .isTrue();
        assertThat(of(new Failed(Why.NOT_NOW, "stopping"), OptionalLong.empty(), 1, cut).admitted())
                .as("it is still stopping")
                .isFalse();
    }

    @Test
    void aServerThatIsGoneIsLeftWithAWarning() {
        Failed gone = new Failed(Why.UNREACHABLE, "there is no answer");
        CopyFacts cut = Sources.copy(false, HERE, 0);

        assertThat(of(gone, OptionalLong.empty(), 2, cut).admitted())
                .as("it may be the network")
                .isFalse();
        Departure departure = of(gone, OptionalLong.empty(), 3, cut);
        assertThat(departure.admitted()).isTrue();
        assertThat(departure.message()).contains("what it had not sent is not");
    }

    @Test
    void whereOnlyTheOperatorCannotAskTheCopyKnows() {
        Failed refused = new Failed(Why.REFUSED, "no line");

        assertThat(
                        of(refused, OptionalLong.empty(), 9, Sources.copy(true, HERE, HERE + 9))
                                .admitted())
                .isFalse();
        assertThat(of(refused, OptionalLong.empty(), 9, COMPLETE).admitted()).isTrue();
    }

    @Test
    void withoutACopyThereIsNothingToPromote() {
        Departure departure =
                Departure.of(
                        new Looks(Sources.at(HERE), OptionalLong.of(HERE), 0, Optional.empty()));

        assertThat(departure.admitted()).isFalse();
    }

    private static Departure of(
            SourceAnswer answer, OptionalLong before, int failures, CopyFacts copy) {
        return Departure.of(new Looks(answer, before, failures, Optional.of(copy)));
    }
}
