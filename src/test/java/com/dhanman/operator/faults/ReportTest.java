package com.dhanman.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhanman.operator.faults.Result.Figures;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @TempDir Path folder;

    @Test
    void aRowForEachFaultInEachMode() {
        String table =
                new Report(
                                List.of(
                                        result("kill-9", Mode.Synchronous, 3_100, 0),
                                        result("kill-9", Mode.Synchronous, 4_400, 0),
                                        result("kill-9", Mode.Synchronous, 2_900, 0),
                                        result("kill-9", Mode.Asynchronous, 1_000, 2)))
                        .markdown();

        assertThat(table)
                .contains(
                        "| `kill-9` | Asynchronous | 1 | 1.0 / 1.0 | 0.5 / 0.5 | 100 | 2 | 0 | 0 / 0 | - | 6.0 / 6.0 | 0 |",
                        "| `kill-9` | Synchronous | 3 | 3.1 / 4.4 | 0.5 / 0.5 | 300 | 0 | 0 | 0 / 0 | - | 6.0 / 6.0 | 0 |",
                        "4 runs, 3 of them in synchronous modes, in which 0 acknowledged rows were lost; 0 runs");
    }

    @Test
    void aClusterThatDoesNotComeBackNeedsSomebody() {
        Result result = new Result("twice", Mode.Strict, 1, "now", null, "waited in vain");

        assertThat(result.violations()).containsExactly("waited in vain");
        assertThat(new Report(List.of(result)).markdown())
                .contains("| `twice` | Strict | 1 | - | - | 0 | 0 | 0 | 0 / 0 | - | - | 1 |")
                .contains("1 runs were not as they must be");
    }

    @Test
    void lostRowsAreForgivenToAsynchronousModesOnly() {
        assertThat(result("kill-9", Mode.Asynchronous, 1, 3).violations()).isEmpty();
        assertThat(result("kill-9", Mode.Quorum, 1, 3).violations())
                .containsExactly("3 acknowledged rows are lost");
    }

    @Test
    void runsAreKept() throws Exception {
        Report.keep(folder, result("frozen", Mode.Quorum, 11_000, 0));
        Report.keep(folder, new Result("frozen", Mode.Quorum, 2, "now", null, "gone"));

        Report report = Report.read(folder);
        report.write(folder);

        assertThat(report.markdown()).contains("| `frozen` | Quorum | 2 | 11.0 / 11.0 |");
        assertThat(folder.resolve("report.json")).content().contains("\"trouble\" : \"gone\"");
        assertThat(Report.read(folder.resolve("nothing")).markdown()).contains("0 runs");
    }

    private static Result result(String fault, Mode mode, long outage, int lost) {
        return new Result(
                fault,
                mode,
                1,
                "now",
                new Figures(outage, 500, 100, lost, 0, 0, 0, 0, 0, null, 6_000),
                null);
    }
}
