package dev.tally.telemetry.engineering;

import static dev.tally.telemetry.engineering.EvidenceColumn.FUEL_OWED;
import static dev.tally.telemetry.engineering.EvidenceRecorder.NOT_OBSERVED;
import static dev.tally.telemetry.engineering.Rows.COPIES;
import static dev.tally.telemetry.engineering.Rows.STRINGS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Columns in a few figures. */
final class ColumnSummaryTest {
    @Test
    void counters_are_summed_in_two_parts_and_gauges_are_not() {
        assertThat(summary(Rows.of(120).fill(STRINGS, row -> row < 4 ? 100 : 1).fill(FUEL_OWED, row -> row)))
                .containsExactly(
                        new ColumnSummary(FUEL_OWED, 0, 0, 59, 118, 119),
                        new ColumnSummary(STRINGS, 400, 116, 1, 100, 100),
                        new ColumnSummary(COPIES, 0, 0, 0, 0, 0));
        assertThat(summary(Rows.of(120).fill(STRINGS, row -> row < 4 ? 100 : 1))
                        .get(1)
                        .total())
                .isEqualTo(516);
    }

    @Test
    void percentiles_are_amounts_of_ticks() {
        ColumnSummary hundred =
                summary(Rows.of(100).fill(FUEL_OWED, row -> row + 1L)).getFirst();
        assertThat(hundred.p50()).isEqualTo(50);
        assertThat(hundred.p99()).isEqualTo(99);
        assertThat(hundred.max()).isEqualTo(100);
        ColumnSummary three =
                summary(Rows.of(3).fill(FUEL_OWED, row -> 30 - 10L * row)).getFirst();
        assertThat(three.p50()).isEqualTo(20);
        assertThat(three.p99()).isEqualTo(30);
        ColumnSummary one = summary(Rows.of(1).fill(FUEL_OWED, row -> 7)).getFirst();
        assertThat(List.of(one.p50(), one.p99(), one.max())).containsOnly(7L);
    }

    @Test
    void rows_that_were_not_observed_take_no_part() {
        List<ColumnSummary> summaries = summary(
                Rows.of(102).fill(STRINGS, row -> row < 101 ? NOT_OBSERVED : 5).fill(COPIES, row -> NOT_OBSERVED));
        assertThat(summaries).extracting(ColumnSummary::column).containsExactly(FUEL_OWED, STRINGS);
        assertThat(summaries.get(1)).isEqualTo(new ColumnSummary(STRINGS, 0, 5, 5, 5, 5));
    }

    private static List<ColumnSummary> summary(Rows rows) {
        return ColumnSummary.of(rows.rows(), SteadyState.of(rows.rows()));
    }
}
