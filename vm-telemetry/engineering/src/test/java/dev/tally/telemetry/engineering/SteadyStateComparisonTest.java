package dev.tally.telemetry.engineering;

import static dev.tally.telemetry.engineering.EvidenceRecorder.NOT_OBSERVED;
import static dev.tally.telemetry.engineering.Rows.COPIES;
import static dev.tally.telemetry.engineering.Rows.STRINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tally.telemetry.engineering.SteadyStateComparison.Change;
import org.junit.jupiter.api.Test;

/** Two runs, and whether the later one does more per tick. */
final class SteadyStateComparisonTest {
    private static final Rows ONE_STRING = Rows.of(150).fill(STRINGS, row -> 1);

    @Test
    void a_run_does_not_grow_against_itself_or_a_longer_one() {
        SteadyStateComparison comparison = compare(ONE_STRING, Rows.of(400).fill(STRINGS, row -> 1));
        assertThat(comparison.grew()).isFalse();
        assertThat(comparison.changes())
                .containsExactly(new Change(STRINGS, 150, 150, 400, 400), new Change(COPIES, 0, 150, 0, 400));
        assertThat(comparison.changes())
                .allSatisfy(change -> assertThat(change.direction()).isZero());
    }

    @Test
    void more_per_tick_is_growth_and_less_is_not() {
        SteadyStateComparison more = compare(ONE_STRING, Rows.of(150).fill(STRINGS, row -> 2));
        assertThat(more.grew()).isTrue();
        assertThat(more.changes().getFirst().grew()).isTrue();
        assertThat(more.changes().getLast().grew()).isFalse();
        SteadyStateComparison less = compare(ONE_STRING, Rows.of(150));
        assertThat(less.grew()).isFalse();
        assertThat(less.changes().getFirst().direction()).isNegative();
    }

    @Test
    void warm_up_is_not_compared() {
        SteadyStateComparison comparison =
                compare(Rows.of(150), Rows.of(150).set(0, STRINGS, 1_000).set(7, COPIES, 1_000));
        assertThat(comparison.grew()).isFalse();
        assertThat(comparison.changes()).contains(new Change(STRINGS, 0, 150, 0, 142));
    }

    @Test
    void a_leak_now_and_then_is_growth() {
        assertThat(compare(Rows.of(300), Rows.of(300).fill(STRINGS, row -> row % 100 == 99 ? 1 : 0))
                        .grew())
                .isTrue();
    }

    @Test
    void what_one_of_them_did_not_observe_is_not_compared() {
        Rows unobserved = Rows.of(150).fill(STRINGS, row -> NOT_OBSERVED);
        assertThat(compare(unobserved, ONE_STRING).changes())
                .extracting(Change::column)
                .containsExactly(COPIES);
        assertThat(compare(unobserved, ONE_STRING).lost()).isEmpty();
        assertThat(compare(ONE_STRING, unobserved).changes())
                .extracting(Change::column)
                .containsExactly(COPIES);
        assertThat(compare(ONE_STRING, unobserved).lost()).containsExactly(STRINGS);
    }

    @Test
    void runs_that_cannot_be_judged_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> compare(Rows.of(99), ONE_STRING))
                .withMessageStartingWith("UNKNOWN");
        assertThatIllegalArgumentException().isThrownBy(() -> compare(ONE_STRING, Rows.of(99)));
    }

    @Test
    void figures_beyond_63_bits_are_compared_exactly() {
        assertThat(new Change(STRINGS, Long.MAX_VALUE - 1, 3, Long.MAX_VALUE, 3).grew())
                .isTrue();
        assertThat(new Change(STRINGS, Long.MAX_VALUE, 3, Long.MAX_VALUE, 4).direction())
                .isNegative();
    }

    private static SteadyStateComparison compare(Rows before, Rows after) {
        return SteadyStateComparison.of(before.rows(), after.rows());
    }
}
