package dev.tally.telemetry.engineering;

import static dev.tally.telemetry.engineering.EvidenceColumn.FUEL;
import static dev.tally.telemetry.engineering.EvidenceColumn.TICK;
import static dev.tally.telemetry.engineering.EvidenceColumn.WALL_NANOS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows that do not change. */
final class EvidenceRowsTest {
    private static final List<EvidenceColumn> COLUMNS = List.of(TICK, FUEL);

    private final EvidenceRows rows = new EvidenceRows(COLUMNS, new long[] {4, 100, 5, 200, 6, 300}, 3);

    @Test
    void figures_are_found_by_row_and_column() {
        assertThat(rows.count()).isEqualTo(3);
        assertThat(rows.overwritten()).isEqualTo(3);
        assertThat(rows.columns()).isEqualTo(COLUMNS);
        assertThat(rows.figure(0, TICK)).isEqualTo(4);
        assertThat(rows.figure(2, FUEL)).isEqualTo(300);
        assertThat(rows.figure(1, 1)).isEqualTo(200);
        assertThat(rows.figures(FUEL)).containsExactly(100, 200, 300);
        assertThat(rows.total(FUEL)).isEqualTo(600);
    }

    @Test
    void what_was_not_observed_is_in_no_sum() {
        EvidenceRows partly = new EvidenceRows(COLUMNS, new long[] {1, 7, 2, EvidenceRecorder.NOT_OBSERVED, 3, 8}, 0);
        assertThat(partly.total(FUEL)).isEqualTo(15);
    }

    @Test
    void places_that_are_not_there_are_refused() {
        assertThatThrownBy(() -> rows.figure(3, FUEL)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> rows.figure(-1, FUEL)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> rows.figure(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> rows.figure(0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(rows.has(TICK)).isTrue();
        assertThat(rows.has(FUEL)).isTrue();
        assertThat(rows.has(WALL_NANOS)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rows.figures(WALL_NANOS))
                .withMessage("these rows have no column wallNanos");
    }

    @Test
    void half_rows_and_negative_losses_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new EvidenceRows(COLUMNS, new long[3], 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new EvidenceRows(List.of(), new long[0], 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new EvidenceRows(COLUMNS, new long[2], -1));
        assertThat(new EvidenceRows(COLUMNS, new long[0], 0).count()).isZero();
    }

    @Test
    void rows_keep_no_hold_of_what_they_were_made_of() {
        long[] figures = {1, 2};
        List<EvidenceColumn> columns = new ArrayList<>(COLUMNS);
        EvidenceRows made = new EvidenceRows(columns, figures, 0);
        figures[1] = 99;
        columns.clear();
        assertThat(made.figure(0, FUEL)).isEqualTo(2);
        assertThat(made.columns()).isEqualTo(COLUMNS);
    }
}
